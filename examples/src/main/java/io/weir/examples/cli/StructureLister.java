package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.codec.sflow.DiscardedPacketView;
import io.weir.codec.sflow.FlowSampleView;
import io.weir.codec.sflow.FlowStructure;
import io.weir.codec.sflow.FlowStructureView;
import io.weir.codec.sflow.SampleView;
import io.weir.codec.sflow.SflowFormat;
import io.weir.codec.sflow.SflowV4SampleView;
import io.weir.record.FlowRecord;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;
import io.weir.wire.Wire;

import java.util.HexFormat;

/**
 * Writes the sFlow sample that a record comes from as JSON: its own fields, and every structure with every field under
 * its specification's name. Not thread safe.
 */
final class StructureLister
{
    private static final int WORD = 4;
    private static final int HEADER = 8;
    private static final int AS_SET = 1;
    private static final int MAX_DEPTH = 4;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final FlowSampleView flowSample = new FlowSampleView();
    private final DiscardedPacketView discarded = new DiscardedPacketView();
    private final SflowV4SampleView older = new SflowV4SampleView();

    StructureLister()
    {
    }

    /**
     * Put the sample of a record.
     *
     * @param line   to put it into.
     * @param record that tells where its sample lies.
     */
    void put(final ObjectNode line, final FlowRecord record)
    {
        final byte[] buffer = record.buffer();
        final int format = Wire.i32(buffer, record.offset());
        final int offset = record.offset() + HEADER;
        final int length = record.length() - HEADER;
        final SampleView sample;
        if (SflowFormat.DISCARDED_PACKET == format)
        {
            discarded.wrap(buffer, offset, length);
            sample = discarded;
            line.put("drops", discarded.drops());
        }
        else
        {
            if (SflowFormat.FLOW_SAMPLE == format)
            {
                flowSample.wrap(buffer, offset, length);
            }
            else
            {
                flowSample.wrapExpanded(buffer, offset, length);
            }
            sample = flowSample;
            line.put("samplePool", flowSample.samplePool());
            line.put("drops", flowSample.drops());
        }
        line.put("sampleSequence", sample.sequence());
        final ArrayNode structures = line.putArray("structures");
        while (sample.hasRecord() && DecodeStatus.OK == sample.nextRecord())
        {
            putStructure(structures.addObject(), buffer, sample.recordFormat(),
                new Body(sample.recordOffset(), sample.recordLength(), 0));
        }
    }

    /**
     * Put the sample of a record that came by version 2 or 4.
     *
     * @param line    to put it into.
     * @param record  that tells where its sample lies.
     * @param version of the datagram.
     */
    void putOlder(final ObjectNode line, final FlowRecord record, final int version)
    {
        final byte[] buffer = record.buffer();
        older.wrap(version, buffer, record.offset(), record.offset() + record.length());
        line.put("samplePool", older.samplePool());
        line.put("drops", older.drops());
        line.put("sampleSequence", older.sequence());
        final ArrayNode structures = line.putArray("structures");
        while (older.hasRecord() && DecodeStatus.OK == older.nextRecord())
        {
            final ObjectNode object = structures.addObject();
            putName(object, older.structure().structure().dataFormat());
            object.put("name", older.structure().structure().name());
            putFields(object.putObject("fields"), older.structure(), buffer, 0);
        }
    }

    private static void putName(final ObjectNode object, final int format)
    {
        object.put("structure", SflowFormat.enterprise(format) + ":" + SflowFormat.format(format));
    }

    private static void putStructure(
        final ObjectNode object, final byte[] buffer, final int format, final Body body)
    {
        final FlowStructure structure = FlowStructure.of(format);
        putName(object, format);
        if (null == structure || MAX_DEPTH == body.depth)
        {
            object.put("length", body.length);
            return;
        }
        object.put("name", structure.name());
        final FlowStructureView view = new FlowStructureView();
        final DecodeStatus status = view.wrap(structure, buffer, body.offset, body.length);
        if (DecodeStatus.OK != status)
        {
            object.put("fault", status.name());
            return;
        }
        putFields(object.putObject("fields"), view, buffer, body.depth);
    }

    private static void putFields(
        final ObjectNode fields, final FlowStructureView view, final byte[] buffer, final int depth)
    {
        for (int i = 0; i < view.structure().fields().size(); i++)
        {
            if (view.has(i) && FlowStructure.Kind.PDUS == view.structure().fields().get(i).kind())
            {
                putUnits(fields.putArray(view.structure().fields().get(i).name()), view.offset(i),
                    view.value(i), buffer, depth);
            }
            else if (view.has(i))
            {
                putField(fields, view, i, buffer);
            }
        }
    }

    /* The view has found that all units and their records lie within the structure. */
    private static void putUnits(
        final ArrayNode units, final int offset, final long count, final byte[] buffer, final int depth)
    {
        int at = offset;
        for (int i = 0; i < count; i++)
        {
            final ArrayNode records = units.addArray();
            final long number = Wire.u32(buffer, at);
            at += WORD;
            for (int j = 0; j < number; j++)
            {
                final int length = Wire.i32(buffer, at + WORD);
                putStructure(records.addObject(), buffer, Wire.i32(buffer, at),
                    new Body(at + HEADER, length, depth + 1));
                at += HEADER + (length + WORD - 1 & -WORD);
            }
        }
    }

    private static void putField(
        final ObjectNode object, final FlowStructureView view, final int index, final byte[] buffer)
    {
        final FlowStructure.Field field = view.structure().fields().get(index);
        final String name = field.name();
        switch (field.kind())
        {
            case MAC:
                object.put(name, CounterFields.mac(view.value(index)));
                break;
            case IPV4:
                object.put(name, IpText.v4(view.value(index)));
                break;
            case IPV6:
                object.put(name, IpText.v6(view.high(index), view.value(index)));
                break;
            case ADDRESS:
                object.put(name, 0 == view.addressType(index) ?
                    null : IpText.of(view.high(index), view.value(index)));
                break;
            case TEXT:
                object.put(name, CounterFields.text(buffer, view.offset(index), view.length(index)));
                break;
            case WORDS:
                putWords(object.putArray(name), buffer, view.offset(index), view.offset(index) + view.length(index));
                break;
            case AS_PATH:
                object.put(name, path(buffer, view.offset(index), view.length(index)));
                break;
            case OPAQUE:
                object.put(name, HEX.formatHex(view.bytes(index)));
                break;
            default:
                RecordFields.putUnsigned(object, name, view.value(index));
                break;
        }
    }

    private static void putWords(final ArrayNode list, final byte[] buffer, final int from, final int to)
    {
        for (int at = from; at + WORD <= to; at += WORD)
        {
            list.add(Wire.u32(buffer, at));
        }
    }

    /**
     * Text of an AS path: numbers joined by a dash, those of a set in braces.
     *
     * @param buffer holding the segments.
     * @param offset of the first.
     * @param length in bytes of all.
     * @return the text.
     */
    static String path(final byte[] buffer, final int offset, final int length)
    {
        final StringBuilder text = new StringBuilder();
        final int end = offset + length;
        for (int at = offset; at + HEADER <= end;)
        {
            final boolean set = AS_SET == Wire.i32(buffer, at);
            final int count = Wire.i32(buffer, at + WORD);
            at += HEADER;
            text.append(text.isEmpty() || 0 == count ? "" : "-").append(set ? "{" : "");
            for (int i = 0; i < count; i++, at += WORD)
            {
                text.append(0 == i ? "" : set ? "," : "-").append(Wire.u32(buffer, at));
            }
            text.append(set ? "}" : "");
        }
        return text.toString();
    }

    /**
     * Where the body of a structure lies.
     *
     * @param offset of its first byte.
     * @param length in bytes.
     * @param depth  of structures around it.
     */
    private record Body(int offset, int length, int depth)
    {
    }
}
