package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterTable;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetflowDecoderTest
{
    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());

    @ParameterizedTest
    @ValueSource(ints = { 1, 5, 6, 7, 8, 9, 10 })
    void shouldClaimEveryVersionOfNetflowAndIpfix(final int version)
    {
        assertTrue(NetflowDecoder.provider().claims(version << 16));
        assertTrue(NetflowDecoder.provider().claims(version << 16 | 0xFFFF));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 2, 3, 4, 11, 31, 32, 33, 37, 41, 42, 0x7FFF, 0x8005, 0xFFFF })
    void shouldNotClaimOtherVersions(final int version)
    {
        assertFalse(NetflowDecoder.provider().claims(version << 16));
        assertFalse(NetflowDecoder.provider().claims(version << 16 | 5));
    }

    @Test
    void BAD_T01_shouldCallNothingEmpty()
    {
        assertEquals(DecodeStatus.EMPTY, kit.decode(new byte[0]));
        assertNull(kit.exporter());
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3 })
    void BAD_T02_shouldCallLessThanFourBytesShort(final int length)
    {
        assertEquals(DecodeStatus.SHORT, kit.decode(V5.datagram(1), 0, length));
        assertNull(kit.exporter());
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 2, 3, 4, 11, 0xFFFF })
    void BAD_T06_shouldRejectUnknownVersions(final int version)
    {
        final byte[] datagram = V5.datagram(2);
        datagram[0] = (byte)(version >>> 8);
        datagram[1] = (byte)version;

        assertEquals(DecodeStatus.VERSION, kit.decode(datagram));
        assertEquals(0, kit.flowCount());
        assertNull(kit.exporter());
    }

    @Test
    void BAD_T07_shouldRejectSflow()
    {
        final byte[] datagram = new byte[64];
        datagram[3] = 5;

        assertFalse(NetflowDecoder.provider().claims(5));
        assertEquals(DecodeStatus.VERSION, kit.decode(datagram));
    }

    @Test
    void BAD_I22_shouldTellTooManyDomainsFromTooManyExporters()
    {
        final byte[] datagram = V5.datagram(1);
        for (int engine = 0; engine < ExporterTable.DEFAULT_MAX_DOMAINS; engine++)
        {
            Wire.putU16(datagram, NetflowV5View.ENGINE_TYPE_OFFSET, engine);
            assertEquals(DecodeStatus.OK, kit.decode(datagram));
        }
        Wire.putU16(datagram, NetflowV5View.ENGINE_TYPE_OFFSET, 0xFFFF);
        assertEquals(DecodeStatus.DOMAIN_LIMIT, kit.decode(datagram));
        for (int i = 1; i < ExporterTable.DEFAULT_MAX_EXPORTERS; i++)
        {
            kit.from(0, 0xFFFF_0A00_0000L + i, 2055);
            assertEquals(DecodeStatus.OK, kit.decode(datagram));
        }
        kit.from(0, 0xFFFF_0B00_0000L, 2055).clear();
        assertEquals(DecodeStatus.EXPORTER_LIMIT, kit.decode(datagram));
        assertEquals(0, kit.flowCount());
        kit.from(0, 0xFFFF_0A00_0001L, 2055);
        assertEquals(DecodeStatus.OK, kit.decode(datagram));
    }
}
