package io.weir.capture;

import static io.weir.capture.Packets.ethernet;
import static io.weir.capture.Packets.frame;
import static io.weir.capture.Packets.ipv4;
import static io.weir.capture.Packets.ipv6;
import static io.weir.capture.Packets.ipv6Fragment;
import static io.weir.capture.Packets.join;
import static io.weir.capture.Packets.pcap;
import static io.weir.capture.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class CaptureMutationTest
{
    private static final int MUTATIONS = 200_000;
    /** A damaged gzip may hold more than its seed, but no deflate data hold more than 1,032 times their size. */
    private static final int MAX_CONTENT = 1_032 * 1_000;
    private static final int[] EXTREMES = { 0x00, 0x01, 0x7F, 0x80, 0xFF };

    @Test
    void BAD_T15_shouldThrowNothingButCaptureExceptionWhateverTheBytes() throws IOException
    {
        final List<byte[]> seeds = seeds();
        final Random random = new Random(20_261_124);
        long datagrams = 0;
        long faults = 0;
        for (int i = 0; i < MUTATIONS; i++)
        {
            final byte[] file = mutate(seeds.get(i % seeds.size()), random);
            try (CaptureReader reader = Packets.open(file))
            {
                try
                {
                    while (reader.next())
                    {
                        datagrams++;
                        assertTrue(reader.offset() >= 0 && reader.length() >= 0);
                        assertTrue(reader.offset() + reader.length() <= reader.buffer().length);
                        assertTrue(reader.stats().packets() <= MAX_CONTENT);
                    }
                }
                catch (final CaptureException e)
                {
                    faults++;
                    assertTrue(e.offset() >= 0 && e.offset() <= MAX_CONTENT);
                }
                final CaptureStats stats = reader.stats();
                assertEquals(stats.packets(),
                    stats.datagrams() - stats.reassembled() + stats.fragments() + stats.skipped());
            }
            catch (final CaptureException e)
            {
                faults++;
            }
        }
        assertTrue(datagrams > MUTATIONS / 2, "the mutations leave enough to read: " + datagrams);
        assertTrue(faults > MUTATIONS / 20, "and break enough: " + faults);
    }

    private static List<byte[]> seeds()
    {
        final byte[] datagram = udp("0123456789abcdefghijklmnopqrstuvwxyz");
        final byte[] pcap = pcap(1, frame("one"), ethernet(Packets.bytes(0x81, 0, 0, 1, 8, 0), ipv4(udp("two"))),
            ethernet(Packets.bytes(0x86, 0xDD), ipv6(60, join(Packets.bytes(17, 0, 0, 0, 0, 0, 0, 0), udp("x")))));
        final byte[] fragments = pcap(101,
            ipv4(17, 1, 0x2000, Arrays.copyOfRange(datagram, 0, 16)),
            ipv6Fragment(17, 2, 0, true, Arrays.copyOfRange(datagram, 0, 16)),
            ipv4(17, 1, 2, Arrays.copyOfRange(datagram, 16, 44)),
            ipv6Fragment(17, 2, 16, false, Arrays.copyOfRange(datagram, 16, 44)));
        final PcapngBytes little = new PcapngBytes();
        little.section(ByteOrder.LITTLE_ENDIAN).interfaceOf(1, 0, little.resolution(9), little.timeOffset(5))
            .enhanced(0, 1, frame("one")).block(5, new byte[8]).simple(frame("two").length, frame("two"));
        final PcapngBytes big = new PcapngBytes();
        big.section(ByteOrder.BIG_ENDIAN).interfaceOf(0, 0, big.resolution(0x8A)).interfaceOf(276, 0)
            .obsolete(0, 1, join(Packets.bytes(2, 0, 0, 0), ipv4(udp("one"))))
            .enhanced(1, 2, join(Packets.bytes(8, 0), new byte[18], ipv4(udp("two"))))
            .section(ByteOrder.LITTLE_ENDIAN).interfaceOf(113, 0)
            .enhanced(0, 3, join(new byte[14], Packets.bytes(8, 0), ipv4(udp("three"))));
        final byte[] message = Packets.bytes(0, 10, 0, 20, 1, 2, 3, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 3, 0, 4);
        return List.of(pcap, fragments, little.bytes(), big.bytes(), join(message, message, message),
            gzip(join(pcap, pcap(1, frame("not read as it follows a broken record")))));
    }

    private static byte[] gzip(final byte[] content)
    {
        try
        {
            return Packets.gzip(content);
        }
        catch (final IOException e)
        {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] mutate(final byte[] seed, final Random random)
    {
        byte[] file = seed.clone();
        for (int i = random.nextInt(4); i >= 0; i--)
        {
            final int at = random.nextInt(file.length);
            switch (random.nextInt(6))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.nextInt(8));
                    break;

                case 1:
                    file[at] = (byte)EXTREMES[random.nextInt(EXTREMES.length)];
                    break;

                case 2:
                    Arrays.fill(file, at, Math.min(file.length, at + 4),
                        (byte)EXTREMES[random.nextInt(EXTREMES.length)]);
                    break;

                case 3:
                    file = Arrays.copyOf(file, Math.max(1, at));
                    break;

                case 4:
                    file = join(Arrays.copyOf(file, at), Arrays.copyOfRange(file, Math.min(file.length, at + 4),
                        file.length), new byte[1]);
                    break;

                default:
                    file = join(Arrays.copyOf(file, at), new byte[]{ (byte)random.nextInt() },
                        Arrays.copyOfRange(file, at, file.length));
                    break;
            }
        }
        return file;
    }
}
