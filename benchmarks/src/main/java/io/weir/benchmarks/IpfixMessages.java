package io.weir.benchmarks;

import io.weir.codec.netflow.IpfixMessageWriter;
import io.weir.codec.netflow.TemplatedMessageWriter;
import io.weir.codec.netflow.template.Template;
import io.weir.codec.netflow.template.TemplateBuilder;
import io.weir.codec.netflow.template.TemplateFormat;

import java.util.SplittableRandom;

/** IPFIX messages of a seeded random number generator. */
final class IpfixMessages
{
    private static final int MESSAGES = 200;
    private static final int MAX_LENGTH = 1_400;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int FIRST_ID = 256;
    private static final long FIRST_MS = 1_800_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final int[] PROTOCOLS = { 6, 6, 6, 17 };
    private static final int INTERFACE_NAME = 82;
    private static final int APPLICATION_NAME = 96;
    private static final String[] NAMES = { "ge-0/0/1", "xe-1/0/12", "ae7", "irb.100" };
    private static final String[] APPLICATIONS = { "https", "dns", "quic", "office-365-exchange" };

    private final IpfixMessageWriter writer = new IpfixMessageWriter(1);
    private final SplittableRandom random = new SplittableRandom(20_260_101);
    private final FixedDatagrams messages = new FixedDatagrams(SEQUENCE_OFFSET, true);
    private final byte[] buffer = new byte[MAX_LENGTH];
    private final Template[] templates;

    private IpfixMessages(final Template... templates)
    {
        this.templates = templates;
    }

    /** {@return messages whose records are IPv4 and IPv6 by chance} */
    static DatagramSource ofBothFamilies()
    {
        return new IpfixMessages(
            rest(Template.builder(TemplateFormat.IPFIX_DATA, FIRST_ID).field(8, 4).field(12, 4)).build(),
            rest(Template.builder(TemplateFormat.IPFIX_DATA, FIRST_ID + 1).field(27, 16).field(28, 16)).build())
            .write();
    }

    /** {@return messages whose records begin with a name of variable length, and end with one} */
    static DatagramSource ofVariableLength()
    {
        return new IpfixMessages(rest(Template.builder(TemplateFormat.IPFIX_DATA, FIRST_ID)
            .field(INTERFACE_NAME, Template.VARIABLE_LENGTH).field(8, 4).field(12, 4))
            .field(APPLICATION_NAME, Template.VARIABLE_LENGTH).build()).write();
    }

    private static TemplateBuilder rest(final TemplateBuilder builder)
    {
        return builder.field(10, 4).field(14, 4).field(2, 8).field(1, 8).field(152, 8).field(153, 8)
            .field(7, 2).field(11, 2).field(6, 2).field(4, 1).field(5, 1);
    }

    private DatagramSource write()
    {
        for (int i = 0; i < MESSAGES; i++)
        {
            writer.begin(buffer, 0, MAX_LENGTH).exportTime(FIRST_MS * NS_PER_MS);
            if (0 == i)
            {
                for (final Template template : templates)
                {
                    writer.template(template);
                }
            }
            int records = 0;
            while (record(templates[random.nextInt(templates.length)]))
            {
                records++;
            }
            messages.add(buffer, writer.finish(), records);
        }
        return messages;
    }

    private boolean record(final Template template)
    {
        if (!writer.hasRoomFor(template))
        {
            return false;
        }
        writer.beginRecord(template);
        for (int field = 0; field < template.fieldCount(); field++)
        {
            value(template.elementId(field));
        }
        return writer.endRecord();
    }

    private TemplatedMessageWriter value(final int element)
    {
        switch (element)
        {
            case 27:
            case 28:
                return writer.address6(0x2001_0DB8_0000_0000L, random.nextLong());
            case INTERFACE_NAME:
                return writer.text(NAMES[random.nextInt(NAMES.length)]);
            case APPLICATION_NAME:
                return writer.text(APPLICATIONS[random.nextInt(APPLICATIONS.length)]);
            case 4:
                return writer.number(PROTOCOLS[random.nextInt(PROTOCOLS.length)]);
            case 152:
                return writer.number(FIRST_MS - 2_000);
            case 153:
                return writer.number(FIRST_MS - 1_000);
            case 1:
                return writer.number(1_000 + random.nextInt(20_000));
            case 2:
                return writer.number(1 + random.nextInt(20));
            case 6:
                return writer.number(0x1B);
            case 5:
                return writer.number(0);
            case 10:
            case 14:
                return writer.number(1 + random.nextInt(48));
            default:
                return writer.number(random.nextInt(1 << 16));
        }
    }
}
