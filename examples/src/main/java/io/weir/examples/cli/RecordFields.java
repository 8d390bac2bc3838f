package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.codec.netflow.NetflowV5RecordView;
import io.weir.exporter.Protocol;
import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.Keys;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.IpText;
import io.weir.wire.Wire;

import java.math.BigInteger;
import java.util.List;

/** Puts the fields of records into JSON: what the bytes do not hold is absent, never 0. Stateless. */
final class RecordFields
{
    private static final long NS_PER_MS = 1_000_000L;
    private static final int COMMUNITY_LENGTH = 4;

    /** Fields that are not keys yet, under the names that the key language gives them. */
    private static final List<Named> OTHERS = List.of(
        new Named("headerprotocol", Slots.HEADER_PROTOCOL, Form.NUMBER, Slots.HEADER_PROTOCOL),
        new Named("usersource", Slots.USER_SOURCE, Form.TEXT, Slots.USER_SOURCE),
        new Named("userdestination", Slots.USER_DESTINATION, Form.TEXT, Slots.USER_DESTINATION),
        new Named("url", Slots.URL, Form.TEXT, Slots.URL),
        new Named("urlhost", Slots.URL_HOST, Form.TEXT, Slots.URL_HOST),
        new Named("function", Slots.FUNCTION, Form.TEXT, Slots.FUNCTION),
        new Named("hwtrapgroup", Slots.HW_TRAP_GROUP, Form.TEXT, Slots.HW_TRAP_GROUP),
        new Named("hwtrap", Slots.HW_TRAP, Form.TEXT, Slots.HW_TRAP),
        new Named("linuxreason", Slots.LINUX_REASON, Form.TEXT, Slots.LINUX_REASON),
        new Named("httpurl", Slots.HTTP_URL, Form.TEXT, Slots.HTTP_URL),
        new Named("httphost", Slots.HTTP_HOST, Form.TEXT, Slots.HTTP_HOST),
        new Named("httpreferrer", Slots.HTTP_REFERRER, Form.TEXT, Slots.HTTP_REFERRER),
        new Named("httpuseragent", Slots.HTTP_USER_AGENT, Form.TEXT, Slots.HTTP_USER_AGENT),
        new Named("httpxff", Slots.HTTP_XFF, Form.TEXT, Slots.HTTP_XFF),
        new Named("httpauthuser", Slots.HTTP_AUTH_USER, Form.TEXT, Slots.HTTP_AUTH_USER),
        new Named("httpmimetype", Slots.HTTP_MIME_TYPE, Form.TEXT, Slots.HTTP_MIME_TYPE),
        new Named("memcachekey", Slots.MEMCACHE_KEY, Form.TEXT, Slots.MEMCACHE_KEY),
        new Named("appname", Slots.APP_NAME, Form.TEXT, Slots.APP_NAME),
        new Named("appoperation", Slots.APP_OPERATION, Form.TEXT, Slots.APP_OPERATION),
        new Named("appattributes", Slots.APP_ATTRIBUTES, Form.TEXT, Slots.APP_ATTRIBUTES),
        new Named("appinitiator", Slots.APP_INITIATOR, Form.TEXT, Slots.APP_INITIATOR),
        new Named("apptarget", Slots.APP_TARGET, Form.TEXT, Slots.APP_TARGET),
        new Named("bgpdestinationaspath", Slots.BGP_AS_PATH, Form.PATH, Slots.BGP_AS_PATH),
        new Named("bgpcommunities", Slots.BGP_COMMUNITIES, Form.COMMUNITIES, Slots.BGP_COMMUNITIES),
        new Named("httpmethod", Slots.HTTP_METHOD, Form.NUMBER, Slots.HTTP_METHOD),
        new Named("memcachecommand", Slots.MEMCACHE_COMMAND, Form.NUMBER, Slots.MEMCACHE_COMMAND),
        new Named("duration", Slots.OPERATION_DURATION, Form.NUMBER, Slots.OPERATION_DURATION));

    private RecordFields()
    {
    }

    /**
     * Put everything that a flow record holds.
     *
     * @param line     to put it into.
     * @param record   to read.
     * @param protocol that it came by.
     */
    static void put(final ObjectNode line, final FlowRecord record, final Protocol protocol)
    {
        putKnown(line, record);
        putSampling(line, record, protocol);
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
        for (final Named field : OTHERS)
        {
            if (record.has(field.slot) && record.has(field.condition))
            {
                field.put(line, record);
            }
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

    private static void putSampling(final ObjectNode line, final FlowRecord record, final Protocol protocol)
    {
        if (record.has(Slots.SAMPLING_RATE))
        {
            line.put("samplingRate", record.get(Slots.SAMPLING_RATE));
            line.put("samplingSource", Tally.isSample(protocol) ? "RECORD" : "HEADER");
        }
        else
        {
            line.putNull("samplingRate");
            line.put("samplingSource", "DEFAULT");
        }
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

    private static String communities(final FlowRecord record, final int slot)
    {
        final StringBuilder text = new StringBuilder();
        final byte[] bytes = record.textBuffer(slot);
        final int end = record.textOffset(slot) + record.textLength(slot);
        for (int at = record.textOffset(slot); at < end; at += COMMUNITY_LENGTH)
        {
            text.append(text.isEmpty() ? "" : ",")
                .append(Wire.u16(bytes, at)).append(':').append(Wire.u16(bytes, at + 2));
        }
        return text.toString();
    }

    /** How a slot is written. */
    private enum Form
    {
        NUMBER,
        MAC,
        IPV4,
        ADDRESS,
        TEXT,
        PATH,
        COMMUNITIES
    }

    /**
     * A field, its name, and the slot or kind that must be there too.
     *
     * @param name      in JSON.
     * @param slot      of the field.
     * @param form      of the text.
     * @param condition slot or kind.
     */
    private record Named(String name, int slot, Form form, int condition)
    {
        void put(final ObjectNode line, final FlowRecord record)
        {
            final long value = record.get(slot);
            switch (form)
            {
                case MAC:
                    line.put(name, String.format(java.util.Locale.ROOT, "%012X", value));
                    break;
                case IPV4:
                    line.put(name, IpText.v4(value));
                    break;
                case ADDRESS:
                    line.put(name, IpText.of(value, record.get(slot + 1)));
                    break;
                case TEXT:
                    line.put(name, CounterFields.text(record.textBuffer(slot), record.textOffset(slot),
                        record.textLength(slot)));
                    break;
                case PATH:
                    line.put(name, StructureLister.path(record.textBuffer(slot), record.textOffset(slot),
                        record.textLength(slot)));
                    break;
                case COMMUNITIES:
                    line.put(name, communities(record, slot));
                    break;
                default:
                    putUnsigned(line, name, value);
                    break;
            }
        }
    }
}
