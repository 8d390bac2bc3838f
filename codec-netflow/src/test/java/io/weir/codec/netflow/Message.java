package io.weir.codec.netflow;

import io.weir.testkit.DecoderKit;
import io.weir.wire.Wire;

import java.util.Arrays;

/** NetFlow version 9 and IPFIX messages for tests, written field by field, right or wrong. */
final class Message
{
    static final long UPTIME_MS = 5_000_000;
    static final long EXPORT_SECONDS = DecoderKit.TIME_NS / 1_000_000_000L;
    static final int VARIABLE = 0xFFFF;

    private final boolean ipfix;
    private byte[] bytes = new byte[65_535];
    private int length;
    private int set = -1;

    private Message(final boolean ipfix)
    {
        this.ipfix = ipfix;
    }

    static Message v9(final long sequence, final long sourceId)
    {
        return v9(sequence, sourceId, UPTIME_MS);
    }

    static Message v9(final long sequence, final long sourceId, final long uptimeMs)
    {
        return new Message(false).u16(9).u16(0).u32(uptimeMs).u32(EXPORT_SECONDS).u32(sequence).u32(sourceId);
    }

    static Message ipfix(final long sequence, final long domain)
    {
        return new Message(true).u16(10).u16(0).u32(EXPORT_SECONDS).u32(sequence).u32(domain);
    }

    Message set(final int id)
    {
        endSet();
        set = length;
        return u16(id).u16(0);
    }

    Message endSet()
    {
        if (set >= 0)
        {
            Wire.putU16(bytes, set + 2, length - set);
            set = -1;
        }
        return this;
    }

    /* A template set of one template: pairs of type and length. */
    Message template(final int id, final int... typesAndLengths)
    {
        return set(ipfix ? 2 : 0).templateRecord(id, typesAndLengths).endSet();
    }

    Message templateRecord(final int id, final int... typesAndLengths)
    {
        u16(id).u16(typesAndLengths.length / 2);
        return specifiers(typesAndLengths);
    }

    /* An options template set of one template, of which the first fields are the scope. */
    Message optionsTemplate(final int id, final int scopes, final int... typesAndLengths)
    {
        final int fields = typesAndLengths.length / 2;
        set(ipfix ? 3 : 1).u16(id);
        return (ipfix ? u16(fields).u16(scopes) : u16(4 * scopes).u16(4 * (fields - scopes)))
            .specifiers(typesAndLengths).endSet();
    }

    Message specifiers(final int... typesAndLengths)
    {
        for (final int value : typesAndLengths)
        {
            u16(value);
        }
        return this;
    }

    Message u8(final int value)
    {
        bytes[length] = (byte)value;
        length++;
        return this;
    }

    Message u16(final int value)
    {
        return u8(value >>> 8).u8(value);
    }

    Message u32(final long value)
    {
        return u16((int)(value >>> 16)).u16((int)value);
    }

    Message u64(final long value)
    {
        return u32(value >>> 32).u32(value);
    }

    Message zeros(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            u8(0);
        }
        return this;
    }

    Message fill(final int value, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            u8(value);
        }
        return this;
    }

    byte[] bytes()
    {
        endSet();
        final byte[] message = Arrays.copyOf(bytes, length);
        if (ipfix)
        {
            Wire.putU16(message, 2, length);
        }
        return message;
    }
}
