package io.weir.metric;

import io.weir.record.CounterSchema;
import io.weir.record.CounterSchema.Counter;
import io.weir.record.MetricRecord;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Name and type of a metric that an exporter names itself, as a structure of one field. Immutable. */
final class CustomLayout
{
    private static final int ENTERPRISE_INMON = 4300;
    private static final int RTMETRIC = 1002;

    final CounterSchema schema;
    private final byte[] name;

    CustomLayout(final MetricRecord metric)
    {
        name = Arrays.copyOfRange(metric.buffer(), metric.nameOffset(), metric.nameOffset() + metric.nameLength());
        schema = new CounterSchema(ENTERPRISE_INMON, RTMETRIC, "rtmetric",
            List.of(new Counter(new String(name, StandardCharsets.UTF_8), metric.kind(), metric.bytes())));
    }

    boolean isNamed(final MetricRecord metric)
    {
        final int from = metric.nameOffset();
        return name.length == metric.nameLength() &&
            Arrays.equals(name, 0, name.length, metric.buffer(), from, from + name.length);
    }

    boolean isTyped(final MetricRecord metric)
    {
        final Counter counter = schema.counters().get(0);
        return counter.kind() == metric.kind() && counter.bytes() == metric.bytes();
    }
}
