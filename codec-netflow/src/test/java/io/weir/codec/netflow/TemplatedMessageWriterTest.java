package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codec.netflow.template.Template;
import io.weir.codec.netflow.template.TemplateFormat;
import io.weir.exporter.ExporterCounter;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.Allocation;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;

import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

/** What the writers of version 9 and IPFIX write is what the specifications demand and the decoder reads. */
class TemplatedMessageWriterTest
{
    private static final long EXPORT_NS = 1_700_000_000_999_000_000L;
    private static final int VARIABLE = Template.VARIABLE_LENGTH;
    private static final Template FLOWS = Template.builder(TemplateFormat.IPFIX_DATA, 256)
        .field(8, 4).field(29_305, 1, 8).field(82, VARIABLE).build();
    private static final Template FLOWS9 = Template.builder(TemplateFormat.V9_DATA, 256)
        .field(8, 4).field(1, 3).field(40_005, 1).build();

    private final byte[] buffer = new byte[70_000];
    private final IpfixMessageWriter ipfix = new IpfixMessageWriter(7);
    private final NetflowV9Writer version9 = new NetflowV9Writer(7);

    private byte[] message(final TemplatedMessageWriter writer)
    {
        final int length = writer.finish();
        return Arrays.copyOfRange(buffer, writer.offset(), writer.offset() + length);
    }

    @Test
    void shouldWriteIpfixByteForByte()
    {
        final Template options =
            Template.builder(TemplateFormat.IPFIX_OPTIONS, 257).scope(149, 4).field(305, 4).build();
        Arrays.fill(buffer, (byte)0xEE);
        ipfix.begin(buffer, 3, 1_000).exportTime(EXPORT_NS).sequence(0xFFFF_FFFFL);
        assertTrue(ipfix.template(FLOWS));
        assertTrue(ipfix.template(options));
        assertTrue(ipfix.beginRecord(FLOWS).number(0xC000_0201L).number(0x0102_0304_0506_0708L).text("ge0")
            .endRecord());
        assertTrue(ipfix.beginRecord(FLOWS).number(-1).number(-1).bytes(buffer, 0, 0).endRecord());
        assertTrue(ipfix.beginRecord(options).number(7).number(1_000).endRecord());

        assertEquals(3, ipfix.dataRecords());
        assertEquals(2, ipfix.templateRecords());
        assertArrayEquals(HexFormat.of().parseHex(
            "000a0067" + "6553f100" + "ffffffff" + "00000007" +
            "00020018" + "01000003" + "00080004" + "80010008" + "00007279" + "0052ffff" +
            "00030012" + "01010002" + "0001" + "00950004" + "01310004" +
            "01000021" + "c0000201" + "0102030405060708" + "03676530" + "ffffffff" + "ffffffffffffffff" + "00" +
            "0101000c" + "00000007" + "000003e8"), message(ipfix));
        assertEquals((byte)0xEE, buffer[2]);
        assertEquals((byte)0xEE, buffer[3 + 0x67]);
        ipfix.begin(buffer, 0, 100);
        assertEquals("00000002", HexFormat.of().formatHex(message(ipfix), 8, 12), "sequence counts data records");
    }

    @Test
    void shouldWriteVersion9ByteForByte()
    {
        final Template options = Template.builder(TemplateFormat.V9_OPTIONS, 257)
            .scope(Template.SCOPE_INTERFACE, 4).field(82, 5).build();
        version9.begin(buffer, 0, 1_000).exportTime(EXPORT_NS, 0xFFFF_FFFFL).sequence(9);
        assertTrue(version9.template(FLOWS9));
        assertTrue(version9.template(options));
        assertTrue(version9.beginRecord(FLOWS9).number(0xC000_0201L).number(0xAA01_0203L).number(5).endRecord());
        assertTrue(version9.beginRecord(options).number(12).text("ge0/0/12").endRecord());

        assertArrayEquals(HexFormat.of().parseHex(
            "00090004" + "ffffffff" + "6553f100" + "00000009" + "00000007" +
            "00000014" + "01000003" + "00080004" + "00010003" + "9c450001" +
            "00010014" + "0101" + "00040004" + "00020004" + "00520005" + "0000" +
            "0100000c" + "c0000201" + "010203" + "05" +
            "01010010" + "0000000c" + "6765302f30" + "000000"), message(version9));
        version9.begin(buffer, 0, 100);
        assertEquals("0000000a", HexFormat.of().formatHex(message(version9), 12, 16), "sequence counts datagrams");
    }

    @Test
    void shouldBeReadByTheDecoder()
    {
        final Template template = Template.builder(TemplateFormat.IPFIX_DATA, 300).field(27, 16).field(28, 16)
            .field(1, 8).field(2, 2).field(156, 8).field(157, 8).field(371, VARIABLE).build();
        ipfix.begin(buffer, 0, 1_400).exportTime(EXPORT_NS).template(template);
        final long start = EXPORT_NS - 1_500_000_000L;
        ipfix.beginRecord(template).address6(0x2001_0DB8_0000_0000L, 1).address6(0x2001_0DB8_0000_0000L, 2)
            .number(70_000).number(65_536 + 60).ntpTime(start).ntpTime(EXPORT_NS).text("u".repeat(300)).endRecord();

        final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());
        assertEquals(DecodeStatus.OK, kit.decode(message(ipfix)));
        final FlowRecord record = kit.flows().get(0);
        assertEquals(2, record.get(Slots.IP_DESTINATION + 1));
        assertEquals(70_000, record.get(Slots.BYTES));
        assertEquals(60, record.get(Slots.FRAMES), "of a number the bits that the field holds");
        assertEquals(start / 1_000_000, record.get(Slots.START_TIME), 1.0);
        assertEquals(EXPORT_NS / 1_000_000, record.get(Slots.END_TIME), 1.0);
    }

    @Test
    void shouldLeaveTheMessageAsItWasWhenARecordDoesNotFit()
    {
        for (int limit = 40; limit < 90; limit++)
        {
            ipfix.begin(buffer, 0, limit);
            final boolean hasTemplate = ipfix.template(FLOWS);
            int records = 0;
            while (ipfix.beginRecord(FLOWS).number(1).number(2).text("four").endRecord())
            {
                records++;
            }
            assertEquals(limit >= 40, hasTemplate);
            assertEquals(limit < 61 ? 0 : 1 + (limit - 61) / 17, records, "limit " + limit);
            final int length = ipfix.finish();
            assertEquals(40 + (0 == records ? 0 : 4 + 17 * records), length, "no empty set is left behind");
            assertEquals(records, ipfix.dataRecords());
        }
        ipfix.begin(buffer, 0, 39);
        assertFalse(ipfix.template(FLOWS));
        assertFalse(ipfix.hasRoomFor(Template.builder(TemplateFormat.IPFIX_DATA, 256).field(1, 20).build()));
        assertTrue(ipfix.hasRoomFor(Template.builder(TemplateFormat.IPFIX_DATA, 256).field(1, 19).build()));
        assertEquals(16, ipfix.finish());
    }

    @Test
    void shouldPadSetsOfVersion9WithinTheLimit()
    {
        final Template narrow = Template.builder(TemplateFormat.V9_DATA, 257).field(4, 1).build();
        for (int limit = 60; limit < 100; limit++)
        {
            version9.begin(buffer, 0, limit).exportTime(EXPORT_NS, 1_000);
            assertTrue(version9.template(FLOWS9));
            while (version9.beginRecord(FLOWS9).number(1).number(2).number(3).endRecord())
            {
                assertTrue(version9.finish() <= limit);
            }
            if (version9.hasRoomFor(narrow))
            {
                version9.beginRecord(narrow).number(6).endRecord();
            }
            final DecoderKit kit = DecoderKit.digesting(NetflowDecoder.provider());
            final byte[] message = message(version9);
            assertTrue(message.length <= limit);
            assertEquals(DecodeStatus.OK, kit.decode(message));
            assertEquals(version9.dataRecords() - (int)kit.count(ExporterCounter.UNKNOWN_TEMPLATE_SETS),
                (int)kit.flowCount(), "padding is no record");
        }
    }

    @Test
    void shouldTakeTemplatesBack()
    {
        ipfix.begin(buffer, 0, 100).exportTime(EXPORT_NS);
        assertTrue(ipfix.withdraw(FLOWS));
        assertTrue(ipfix.withdrawAll(true));
        assertEquals("00020008" + "01000000" + "00030008" + "00030000",
            HexFormat.of().formatHex(message(ipfix)).substring(32));
    }

    @Test
    void shouldRefuseWhatIsNoTemplate()
    {
        assertThrows(IllegalArgumentException.class,
            () -> Template.builder(TemplateFormat.IPFIX_DATA, 255).field(1, 8).build());
        assertThrows(IllegalArgumentException.class,
            () -> Template.builder(TemplateFormat.IPFIX_DATA, 65_536).field(1, 8).build());
        assertThrows(IllegalArgumentException.class, () -> Template.builder(TemplateFormat.IPFIX_DATA, 256).build());
        assertThrows(IllegalArgumentException.class,
            () -> Template.builder(TemplateFormat.IPFIX_DATA, 256).scope(1, 4).field(1, 8).build());
        assertThrows(IllegalArgumentException.class,
            () -> Template.builder(TemplateFormat.IPFIX_OPTIONS, 256).field(1, 8).build());
        assertThrows(IllegalArgumentException.class,
            () -> Template.builder(TemplateFormat.V9_DATA, 256).field(9, 1, 8));
        assertThrows(IllegalArgumentException.class,
            () -> Template.builder(TemplateFormat.IPFIX_DATA, 256).field(0x8000, 8));
        assertThrows(IllegalArgumentException.class,
            () -> Template.builder(TemplateFormat.IPFIX_DATA, 256).field(1, 0).build(), "records without bytes");
    }

    @Test
    void shouldRefuseWrongUse()
    {
        assertThrows(IllegalArgumentException.class, () -> ipfix.begin(buffer, 0, 15));
        assertThrows(IllegalArgumentException.class, () -> ipfix.begin(new byte[20], 5, 16));
        ipfix.begin(buffer, 0, 1_000);
        assertThrows(IllegalArgumentException.class, () -> ipfix.template(FLOWS9));
        assertThrows(IllegalStateException.class, ipfix::endRecord);
        assertThrows(IllegalStateException.class, () -> ipfix.number(1));
        ipfix.beginRecord(FLOWS).number(1);
        assertThrows(IllegalStateException.class, ipfix::endRecord);
        assertThrows(IllegalStateException.class, ipfix::finish);
        assertThrows(IllegalStateException.class, () -> ipfix.template(FLOWS));
        assertThrows(IllegalStateException.class, () -> ipfix.address6(1, 2));
        ipfix.begin(buffer, 0, 1_000).beginRecord(FLOWS).number(1).number(2).text("");
        assertThrows(IllegalStateException.class, () -> ipfix.number(4));
    }

    @Test
    void shouldWriteWithoutAllocation()
    {
        final byte[] name = { 'g', 'e', '0' };
        final Runnable messages = () ->
        {
            for (int i = 0; i < 1_000; i++)
            {
                ipfix.begin(buffer, 0, 1_400).exportTime(EXPORT_NS).template(FLOWS);
                version9.begin(buffer, 0, 1_400).exportTime(EXPORT_NS, i).template(FLOWS9);
                ipfix.begin(buffer, 0, 1_400).template(FLOWS);
                while (ipfix.beginRecord(FLOWS).number(i).number(i).bytes(name, 0, 3).endRecord())
                {
                    name[0]++;
                }
                ipfix.finish();
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(messages));
    }
}
