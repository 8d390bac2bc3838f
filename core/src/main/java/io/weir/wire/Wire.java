package io.weir.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Big-endian reads and writes of a {@code byte[]}. Always bounds-checked by the JVM, whatever flags the host sets.
 *
 * <p>Unsigned values widen: 8 and 16 bits to {@code int}, 32 bits to {@code long}; 64 bits stay a {@code long} that
 * the caller treats as unsigned. No alignment is required. Stateless, hence thread safe. Callers check lengths
 * first: an access outside the array is a defect and throws {@link IndexOutOfBoundsException}.
 */
public final class Wire
{
    private static final VarHandle SHORT =
        MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Wire()
    {
    }

    /**
     * Read an unsigned 8-bit value.
     *
     * @param buffer to read.
     * @param offset of the value.
     * @return 0..255.
     */
    public static int u8(final byte[] buffer, final int offset)
    {
        return buffer[offset] & 0xFF;
    }

    /**
     * Read an unsigned 16-bit value.
     *
     * @param buffer to read.
     * @param offset of the value.
     * @return 0..65535.
     */
    public static int u16(final byte[] buffer, final int offset)
    {
        return (short)SHORT.get(buffer, offset) & 0xFFFF;
    }

    /**
     * Read an unsigned 24-bit value.
     *
     * @param buffer to read.
     * @param offset of the value.
     * @return 0..16777215.
     */
    public static int u24(final byte[] buffer, final int offset)
    {
        return u16(buffer, offset) << 8 | u8(buffer, offset + 2);
    }

    /**
     * Read a signed 32-bit value.
     *
     * @param buffer to read.
     * @param offset of the value.
     * @return the value.
     */
    public static int i32(final byte[] buffer, final int offset)
    {
        return (int)INT.get(buffer, offset);
    }

    /**
     * Read an unsigned 32-bit value.
     *
     * @param buffer to read.
     * @param offset of the value.
     * @return 0..4294967295.
     */
    public static long u32(final byte[] buffer, final int offset)
    {
        return (int)INT.get(buffer, offset) & 0xFFFF_FFFFL;
    }

    /**
     * Read an unsigned 48-bit value, such as a MAC address.
     *
     * @param buffer to read.
     * @param offset of the value.
     * @return 0..2^48-1.
     */
    public static long u48(final byte[] buffer, final int offset)
    {
        return (long)u16(buffer, offset) << 32 | u32(buffer, offset + 2);
    }

    /**
     * Read a 64-bit value.
     *
     * @param buffer to read.
     * @param offset of the value.
     * @return the bits, unsigned where the field is unsigned.
     */
    public static long u64(final byte[] buffer, final int offset)
    {
        return (long)LONG.get(buffer, offset);
    }

    /**
     * Write the low 8 bits of a value.
     *
     * @param buffer to write.
     * @param offset of the value.
     * @param value  of which the low 8 bits count.
     */
    public static void putU8(final byte[] buffer, final int offset, final int value)
    {
        buffer[offset] = (byte)value;
    }

    /**
     * Write the low 16 bits of a value.
     *
     * @param buffer to write.
     * @param offset of the value.
     * @param value  of which the low 16 bits count.
     */
    public static void putU16(final byte[] buffer, final int offset, final int value)
    {
        SHORT.set(buffer, offset, (short)value);
    }

    /**
     * Write the low 32 bits of a value.
     *
     * @param buffer to write.
     * @param offset of the value.
     * @param value  of which the low 32 bits count.
     */
    public static void putU32(final byte[] buffer, final int offset, final long value)
    {
        INT.set(buffer, offset, (int)value);
    }

    /**
     * Write the low 48 bits of a value.
     *
     * @param buffer to write.
     * @param offset of the value.
     * @param value  of which the low 48 bits count.
     */
    public static void putU48(final byte[] buffer, final int offset, final long value)
    {
        putU16(buffer, offset, (int)(value >>> 32));
        putU32(buffer, offset + 2, value);
    }

    /**
     * Write a 64-bit value.
     *
     * @param buffer to write.
     * @param offset of the value.
     * @param value  to write.
     */
    public static void putU64(final byte[] buffer, final int offset, final long value)
    {
        LONG.set(buffer, offset, value);
    }
}
