package io.weir.examples.peers;

import io.weir.wire.IpText;
import io.weir.wire.Wire;

import java.math.BigDecimal;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Brings values that are written in different ways into one form. Stateless. */
final class Values
{
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+");
    private static final Pattern BYTES = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2})*");
    private static final DateTimeFormatter DATE =
        DateTimeFormatter.ofPattern("MMM d, yyyy HH:mm:ss.SSSSSSSSS 'UTC'", Locale.ROOT);
    private static final int V6_LENGTH = 16;
    private static final int MS_DIGITS = 3;
    private static final long MS_PER_S = 1_000;

    private Values()
    {
    }

    /**
     * A value of another decoder, as {@link #of(byte[], int, int, String)} writes it.
     *
     * @param show as the decoder shows it.
     * @return in one form.
     */
    static String of(final String show)
    {
        if (show.startsWith("0x"))
        {
            return Long.toUnsignedString(Long.parseUnsignedLong(show.substring(2), V6_LENGTH));
        }
        return BYTES.matcher(show).matches() && !NUMBER.matcher(show).matches() ? show.replace(":", "") :
            isAddress(show) ? address(show) : show.strip();
    }

    /**
     * Bytes of weir in the form in which another decoder writes its value.
     *
     * @param buffer holding the bytes.
     * @param offset of the first.
     * @param length of all.
     * @param show   value of the other decoder, for its form alone.
     * @return in one form.
     */
    static String of(final byte[] buffer, final int offset, final int length, final String show)
    {
        if ((NUMBER.matcher(show).matches() || show.startsWith("0x")) && length <= Long.BYTES)
        {
            long value = 0;
            for (int i = 0; i < length; i++)
            {
                value = value << 8 | Wire.u8(buffer, offset + i);
            }
            return show.startsWith("-") ? Long.toString(value << 64 - 8 * length >> 64 - 8 * length) :
                Long.toUnsignedString(value);
        }
        if (DECIMAL.matcher(show).matches() && Float.BYTES == length)
        {
            final int digits = show.replaceAll("[-.]|^-?0\\.0*", "").length();
            return new BigDecimal(Float.intBitsToFloat(Wire.i32(buffer, offset)))
                .round(new MathContext(digits)).stripTrailingZeros().toPlainString();
        }
        if (isAddress(show) && Integer.BYTES == length)
        {
            return IpText.v4(Wire.u32(buffer, offset));
        }
        if (isAddress(show) && V6_LENGTH == length)
        {
            return IpText.v6(Wire.u64(buffer, offset), Wire.u64(buffer, offset + Long.BYTES));
        }
        if (BYTES.matcher(show).matches() && show.length() + 1 == 3 * length && !NUMBER.matcher(show).matches())
        {
            return HexFormat.of().formatHex(buffer, offset, offset + length);
        }
        int end = offset;
        while (end < offset + length && 0 != buffer[end])
        {
            end++;
        }
        return new String(buffer, offset, end - offset, StandardCharsets.UTF_8).strip();
    }

    private static boolean isAddress(final String show)
    {
        return show.matches("\\d+\\.\\d+\\.\\d+\\.\\d+") ||
            show.matches("[0-9a-f:.]*") && (show.contains("::") || 7 == show.chars().filter(c -> ':' == c).count());
    }

    /**
     * An address.
     *
     * @param text as any decoder writes it.
     * @return as weir writes it.
     */
    static String address(final String text)
    {
        try
        {
            final byte[] bytes = InetAddress.getByName(text).getAddress();
            return Integer.BYTES == bytes.length ?
                text.contains(":") ? IpText.v6(0, 0xFFFF_0000_0000L | Wire.u32(bytes, 0)) :
                    IpText.v4(Wire.u32(bytes, 0)) :
                IpText.v6(Wire.u64(bytes, 0), Wire.u64(bytes, Long.BYTES));
        }
        catch (final UnknownHostException e)
        {
            return text;
        }
    }

    /**
     * A time that tshark shows with its date.
     *
     * @param show as tshark does.
     * @return epoch milliseconds, what is finer cut off.
     */
    static long epochMs(final String show)
    {
        return LocalDateTime.parse(show.replaceAll(" +", " "), DATE).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /**
     * A duration that tshark shows.
     *
     * @param show seconds with nine decimals.
     * @return milliseconds, what is finer cut off.
     */
    static long ms(final String show)
    {
        final int point = show.indexOf('.');
        return Long.parseLong(show.substring(0, point)) * MS_PER_S +
            Long.parseLong(show.substring(point + 1, point + 1 + MS_DIGITS));
    }
}
