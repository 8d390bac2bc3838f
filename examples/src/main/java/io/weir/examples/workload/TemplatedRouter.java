package io.weir.examples.workload;

import io.weir.codec.netflow.IpfixMessageWriter;
import io.weir.codec.netflow.NetflowV9Writer;
import io.weir.codec.netflow.TemplatedMessageWriter;
import io.weir.codec.netflow.template.Template;
import io.weir.codec.netflow.template.TemplateBuilder;
import io.weir.codec.netflow.template.TemplateFormat;

import java.nio.charset.StandardCharsets;

/**
 * A router that sends NetFlow version 9 or IPFIX without sampling, in records of 20 fields. Every so many datagrams it
 * repeats its templates, its sampling rate and the names of its interfaces.
 */
final class TemplatedRouter extends SimulatedExporter
{
    private static final int DOMAIN = 1;
    private static final int DATAGRAMS_PER_REFRESH = 20;
    private static final int FLOWS_ID = 256;
    private static final int SAMPLING_ID = 257;
    private static final int INTERFACES_ID = 258;
    private static final int ALGORITHM_EVERY_NTH = 1;
    private static final int INGRESS = 0;
    private static final int REASON_IDLE = 1;
    private static final long NS_PER_MS = 1_000_000L;
    private static final int TOS = 0;

    private static final int OBSERVATION_DOMAIN_ID = 149;
    private static final int INGRESS_INTERFACE = 10;
    private static final int SAMPLING_INTERVAL = 34;
    private static final int SAMPLING_ALGORITHM = 35;
    private static final int INTERFACE_NAME = 82;
    private static final int NAME_LENGTH = 16;

    private final boolean ipfix;
    private final TemplatedMessageWriter writer;
    private final Template flows;
    private final Template sampling;
    private final Template interfaces;
    private final byte[][] names = new byte[ReportedInterfaces.COUNT][];
    private int datagrams;

    TemplatedRouter(final int address, final long bootNs, final boolean ipfix)
    {
        super(address, bootNs);
        this.ipfix = ipfix;
        writer = ipfix ? new IpfixMessageWriter(DOMAIN) : new NetflowV9Writer(DOMAIN);
        flows = flows(ipfix);
        sampling = options(ipfix, SAMPLING_ID)
            .scope(ipfix ? OBSERVATION_DOMAIN_ID : Template.SCOPE_SYSTEM, 4)
            .field(SAMPLING_INTERVAL, 4).field(SAMPLING_ALGORITHM, 1).build();
        interfaces = options(ipfix, INTERFACES_ID)
            .scope(ipfix ? INGRESS_INTERFACE : Template.SCOPE_INTERFACE, 4)
            .field(INTERFACE_NAME, ipfix ? Template.VARIABLE_LENGTH : NAME_LENGTH).build();
        for (int i = 0; i < names.length; i++)
        {
            names[i] = ("ge-0/0/" + i).getBytes(StandardCharsets.US_ASCII);
        }
    }

    private static TemplateBuilder options(final boolean ipfix, final int id)
    {
        return Template.builder(ipfix ? TemplateFormat.IPFIX_OPTIONS : TemplateFormat.V9_OPTIONS, id);
    }

    private static Template flows(final boolean ipfix)
    {
        return Template.builder(ipfix ? TemplateFormat.IPFIX_DATA : TemplateFormat.V9_DATA, FLOWS_ID)
            .field(8, 4).field(12, 4).field(15, 4)
            .field(INGRESS_INTERFACE, 4).field(14, 4)
            .field(2, 8).field(1, 8)
            .field(ipfix ? 152 : 22, ipfix ? 8 : 4).field(ipfix ? 153 : 21, ipfix ? 8 : 4)
            .field(7, 2).field(11, 2).field(6, ipfix ? 2 : 1).field(4, 1).field(5, 1)
            .field(16, 4).field(17, 4).field(9, 1).field(13, 1)
            .field(61, 1).field(136, 1).build();
    }

    @Override
    void write(final SyntheticFlow flow, final long frames, final long startNs, final long endNs)
    {
        if (0 == records())
        {
            begin();
        }
        writer.beginRecord(flows)
            .number(flow.source).number(flow.destination).number(nextHop())
            .number(flow.inputInterface).number(flow.outputInterface)
            .number(frames).number(frames * flow.ipBytes())
            .number(stamp(startNs)).number(stamp(endNs))
            .number(flow.sourcePort).number(flow.destinationPort).number(flow.flowTcpFlags)
            .number(flow.protocol).number(TOS)
            .number(SOURCE_AS).number(DESTINATION_AS).number(MASK_BITS).number(MASK_BITS)
            .number(INGRESS).number(REASON_IDLE)
            .endRecord();
    }

    private long stamp(final long epochNs)
    {
        return ipfix ? epochNs / NS_PER_MS : uptimeMs(epochNs);
    }

    private void begin()
    {
        writer.begin(buffer, 0, buffer.length);
        if (0 == datagrams % DATAGRAMS_PER_REFRESH)
        {
            writer.template(flows);
            writer.template(sampling);
            writer.template(interfaces);
            writer.beginRecord(sampling).number(DOMAIN).number(1).number(ALGORITHM_EVERY_NTH).endRecord();
            for (int i = 0; i < names.length; i++)
            {
                writer.beginRecord(interfaces).number(i + 1).bytes(names[i], 0, names[i].length).endRecord();
            }
        }
        datagrams++;
    }

    @Override
    int datagramUnits()
    {
        return ipfix ? writer.dataRecords() : 1;
    }

    @Override
    boolean isFull()
    {
        return !writer.hasRoomFor(flows);
    }

    @Override
    int complete(final long timeNs)
    {
        if (ipfix)
        {
            ((IpfixMessageWriter)writer).exportTime(timeNs);
        }
        else
        {
            ((NetflowV9Writer)writer).exportTime(timeNs, uptimeMs(timeNs));
        }
        return writer.finish();
    }
}
