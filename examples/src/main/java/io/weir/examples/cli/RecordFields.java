package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.codec.netflow.NetflowV5RecordView;
import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.Keys;
import io.weir.record.FlowRecord;
import io.weir.record.SamplingSource;
import io.weir.record.Slots;
import io.weir.wire.IpText;

import java.math.BigInteger;
import java.util.List;

/** Puts the fields of records into JSON: what the bytes do not hold is absent, never 0. Stateless. */
final class RecordFields
{
    private static final long NS_PER_MS = 1_000_000L;
    private static final SamplingSource[] SOURCES = SamplingSource.values();
    private static final List<Key> CALLS = List.of(
        Keys.require("decode", "ifname:inputifindex"), Keys.require("decode", "ifname:outputifindex"));

    private RecordFields()
    {
    }

    /**
     * Put everything that a flow record holds.
     *
     * @param line   to put it into.
     * @param record to read.
     */
    static void put(final ObjectNode line, final FlowRecord record)
    {
        putKnown(line, record);
        putSampling(line, record);
        putTime(line, "start", record, Slots.START_TIME);
        putTime(line, "end", record, Slots.END_TIME);
    }

    /**
     * Put what a record says of its packet or flow, without sampling and times.
     *
     * @param line   to put it into.
     * @param record to read.
     */
    static void putKnown(final ObjectNode line, final FlowRecord record)
    {
        Keys.all().forEach(key -> put(line, record, key));
        Keys.inner().forEach(key -> put(line, record, key));
        CALLS.forEach(key -> put(line, record, key));
        if (record.has(Slots.HEADER_PROTOCOL))
        {
            line.put("headerprotocol", record.get(Slots.HEADER_PROTOCOL));
        }
    }

    private static void put(final ObjectNode line, final FlowRecord record, final Key key)
    {
        final Object value = key.value(record);
        if (value instanceof Long number)
        {
            line.put(key.name(), number);
        }
        else if (null != value)
        {
            line.put(key.name(), (String)value);
        }
    }

    private static void putSampling(final ObjectNode line, final FlowRecord record)
    {
        final boolean isTold = record.has(Slots.SAMPLING_SOURCE);
        final String source = isTold ? SOURCES[(int)record.get(Slots.SAMPLING_SOURCE)].name() :
            record.has(Slots.SAMPLING_RATE) ? SamplingSource.RECORD.name() : SamplingSource.DEFAULT.name();
        if (record.has(Slots.SAMPLING_RATE))
        {
            line.put("samplingRate", record.get(Slots.SAMPLING_RATE));
        }
        else
        {
            line.putNull("samplingRate");
        }
        line.put("samplingSource", source);
    }

    private static void putTime(final ObjectNode line, final String name, final FlowRecord record, final int slot)
    {
        line.put(name, record.has(slot) ? RunSummary.time(record.get(slot) * NS_PER_MS) : null);
    }

    /**
     * Put the raw elements of a NetFlow v5 record under their IANA names.
     *
     * @param elements to put them into.
     * @param record   to read.
     */
    static void putElements(final ObjectNode elements, final NetflowV5RecordView record)
    {
        elements.put("sourceIPv4Address", IpText.v4(record.sourceAddress()));
        elements.put("destinationIPv4Address", IpText.v4(record.destinationAddress()));
        elements.put("ipNextHopIPv4Address", IpText.v4(record.nextHop()));
        elements.put("ingressInterface", record.input());
        elements.put("egressInterface", record.output());
        elements.put("packetDeltaCount", record.packets());
        elements.put("octetDeltaCount", record.octets());
        elements.put("flowStartSysUpTime", record.firstMs());
        elements.put("flowEndSysUpTime", record.lastMs());
        elements.put("sourceTransportPort", record.sourcePort());
        elements.put("destinationTransportPort", record.destinationPort());
        elements.put("tcpControlBits", record.tcpFlags());
        elements.put("protocolIdentifier", record.protocol());
        elements.put("ipClassOfService", record.tos());
        elements.put("bgpSourceAsNumber", record.sourceAs());
        elements.put("bgpDestinationAsNumber", record.destinationAs());
        elements.put("sourceIPv4PrefixLength", record.sourceMaskBits());
        elements.put("destinationIPv4PrefixLength", record.destinationMaskBits());
    }

    /**
     * Text of a data source.
     *
     * @param packed class and index.
     * @return the index, with the class in front where it is not 0.
     */
    static String dataSource(final long packed)
    {
        return Keys.require("decode", "datasource").format(0, packed);
    }

    /**
     * Put an unsigned number of 64 bits.
     *
     * @param object to put it into.
     * @param name   of the member.
     * @param value  unsigned.
     */
    static void putUnsigned(final ObjectNode object, final String name, final long value)
    {
        if (value >= 0)
        {
            object.put(name, value);
        }
        else
        {
            object.put(name, new BigInteger(Long.toUnsignedString(value)));
        }
    }
}
