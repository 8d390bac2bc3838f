package io.weir.codec.netflow.template;

import io.weir.exporter.Protocol;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Templates as bytes: a magic number with the version of the format, entries, and a checksum of all before it.
 *
 * <pre>
 * entry:  format u8, reserved u8, port u16, domain u32, address u128, seen u64, length u16, template as on the wire
 * </pre>
 *
 * <p>Port 0 with reserved 1 stands for any port. What is read goes through a {@link TemplateView} as if it came from a
 * network.
 */
final class TemplateSnapshot
{
    private static final byte[] MAGIC = "weirTPL1".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM_LENGTH = 4;
    private static final int ANY_PORT_OFFSET = 1;
    private static final int PORT_OFFSET = 2;
    private static final int DOMAIN_OFFSET = 4;
    private static final int HIGH_OFFSET = 8;
    private static final int LOW_OFFSET = 16;
    private static final int SEEN_OFFSET = 24;
    private static final int LENGTH_OFFSET = 32;
    private static final int ENTRY_LENGTH = 34;
    private static final TemplateFormat[] FORMATS = TemplateFormat.values();

    private TemplateSnapshot()
    {
    }

    /** Takes what is read. */
    @FunctionalInterface
    interface Reader
    {
        /* A template, valid during the call. */
        void onTemplate(TemplateSource source, int port, long seenNs, TemplateView template);
    }

    /*
     * A template to be saved.
     *
     * @param source   whose it is.
     * @param port     that it came from.
     * @param seenNs   when it was repeated last.
     * @param template itself.
     */
    record Saved(TemplateSource source, int port, long seenNs, Template template)
    {
    }

    static byte[] encode(final List<Saved> templates)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        for (final Saved saved : templates)
        {
            final int length = saved.template.encodedLength();
            final byte[] entry = new byte[ENTRY_LENGTH + length];
            Wire.putU8(entry, 0, saved.template.format().ordinal());
            Wire.putU8(entry, ANY_PORT_OFFSET, saved.port >>> 16);
            Wire.putU16(entry, PORT_OFFSET, saved.port);
            Wire.putU32(entry, DOMAIN_OFFSET, saved.source.domain());
            Wire.putU64(entry, HIGH_OFFSET, saved.source.addressHigh());
            Wire.putU64(entry, LOW_OFFSET, saved.source.addressLow());
            Wire.putU64(entry, SEEN_OFFSET, saved.seenNs);
            Wire.putU16(entry, LENGTH_OFFSET, length);
            saved.template.encode(entry, ENTRY_LENGTH);
            out.writeBytes(entry);
        }
        final byte[] checksum = new byte[CHECKSUM_LENGTH];
        Wire.putU32(checksum, 0, checksum(out.toByteArray(), out.size()));
        out.writeBytes(checksum);
        return out.toByteArray();
    }

    /* Read all templates, or none: the bytes are looked at as a whole before the first one is told. */
    static void decode(final byte[] bytes, final Reader reader) throws IOException
    {
        final int end = bytes.length - CHECKSUM_LENGTH;
        if (end < MAGIC.length ||
            !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length))
        {
            throw new IOException("templates: these are no saved templates: bytes=" + bytes.length);
        }
        if (Wire.u32(bytes, end) != checksum(bytes, end))
        {
            throw new IOException("templates: what was saved is damaged: bytes=" + bytes.length);
        }
        walk(bytes, end, null);
        walk(bytes, end, reader);
    }

    private static void walk(final byte[] bytes, final int end, final Reader reader) throws IOException
    {
        final TemplateView view = new TemplateView();
        int at = MAGIC.length;
        while (at < end)
        {
            final int length = end - at < ENTRY_LENGTH ? -1 : Wire.u16(bytes, at + LENGTH_OFFSET);
            final int format = Wire.u8(bytes, at);
            if (length < 0 || length > end - at - ENTRY_LENGTH || format >= FORMATS.length ||
                DecodeStatus.OK != view.wrap(FORMATS[format], bytes, at + ENTRY_LENGTH, length) ||
                view.isWithdrawal() || length != view.length())
            {
                throw new IOException("templates: what was saved is damaged: offset=" + at);
            }
            if (null != reader)
            {
                final Protocol protocol = FORMATS[format].isVersion9() ? Protocol.NETFLOW9 : Protocol.IPFIX;
                reader.onTemplate(
                    new TemplateSource(protocol, Wire.u64(bytes, at + HIGH_OFFSET), Wire.u64(bytes, at + LOW_OFFSET),
                        Wire.u32(bytes, at + DOMAIN_OFFSET)),
                    (Wire.u8(bytes, at + ANY_PORT_OFFSET) & 1) << 16 | Wire.u16(bytes, at + PORT_OFFSET),
                    Wire.u64(bytes, at + SEEN_OFFSET), view);
            }
            at += ENTRY_LENGTH + length;
        }
    }

    private static long checksum(final byte[] bytes, final int length)
    {
        final CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, length);
        return checksum.getValue();
    }
}
