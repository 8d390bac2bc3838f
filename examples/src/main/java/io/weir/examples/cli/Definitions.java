package io.weir.examples.cli;

import io.weir.codec.netflow.element.ElementRegistry;
import io.weir.flowcache.FlowAccounting;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.key.Group;
import io.weir.flowcache.key.LabelMap;
import io.weir.threshold.ThresholdSpec;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Flows, thresholds, groups and maps of a run, checked against one another. Immutable.
 *
 * @param flows      by name, in the order given.
 * @param thresholds in the order given.
 * @param groups     by name.
 * @param maps       by name.
 */
record Definitions(
    Map<String, FlowSpec> flows,
    List<ThresholdSpec> thresholds,
    Map<String, Group> groups,
    Map<String, LabelMap> maps)
{
    /** Names that metrics of counter samples have, by the families of the manual. */
    private static final Pattern COUNTER = Pattern.compile("(if(in|out|speed|admin|oper|index|type|dir)[a-z0-9]*|" +
        "(eth|agg|opt|cpu|host|load|mem|swap|disk|part|bytes|pkts|ip|icmp|tcp|udp|vir|vnode|jvm|http|memcache|app|" +
        "nvml|bcm|vlan|queue|energy|temperature|humidity|fans|radio|dot11|slowpath|ovs|ib)_[a-z0-9_.]+)");

    /**
     * Check definitions against one another.
     *
     * @param flows      each checked by itself.
     * @param thresholds each checked by itself.
     * @param groups     by name.
     * @param maps       by name.
     * @return the definitions.
     * @throws CommandFailure if one is given twice, or refers to what is not there.
     */
    static Definitions of(
        final List<FlowSpec> flows,
        final List<ThresholdSpec> thresholds,
        final Map<String, Group> groups,
        final Map<String, LabelMap> maps)
    {
        final Map<String, FlowSpec> byName = new LinkedHashMap<>();
        for (final FlowSpec spec : flows)
        {
            if (null != byName.put(spec.name(), spec))
            {
                throw CommandFailure.usage(spec.name() + ": the flow is defined twice");
            }
        }
        final Set<String> ids = new HashSet<>();
        for (final ThresholdSpec spec : thresholds)
        {
            if (!byName.containsKey(spec.metric()) && !COUNTER.matcher(spec.metric()).matches())
            {
                throw CommandFailure.usage(spec.id() + ": metric is not a defined flow: metric=" + spec.metric() +
                    " flows=" + String.join(", ", byName.keySet()) + "; nor is it named like a counter metric");
            }
            if (!ids.add(spec.id()))
            {
                throw CommandFailure.usage(spec.id() + ": the threshold is defined twice");
            }
        }
        final Definitions definitions = new Definitions(byName, List.copyOf(thresholds), groups, maps);
        definitions.defineIn(newCache());
        return definitions;
    }

    /** {@return a cache that knows all information elements by name} */
    static FlowCache newCache()
    {
        return FlowCache.builder().elements(ElementRegistry.standard()).build();
    }

    /**
     * Bring groups, maps and flows into a cache.
     *
     * @param cache to bring them into.
     * @throws CommandFailure if a flow refers to what is not there.
     */
    void defineIn(final FlowCache cache)
    {
        try
        {
            groups.forEach(cache::group);
            maps.forEach(cache::map);
            flows.values().forEach(cache::define);
        }
        catch (final IllegalArgumentException e)
        {
            throw CommandFailure.usage(e.getMessage());
        }
    }

    /**
     * Accounting of every flow.
     *
     * @param cache that holds them.
     * @return accounting by name, in the order of the definitions.
     */
    Map<String, FlowAccounting> accounting(final FlowCache cache)
    {
        final Map<String, FlowAccounting> accounting = new LinkedHashMap<>();
        flows.keySet().forEach(name -> accounting.put(name, cache.accounting(name)));
        return accounting;
    }

    /**
     * Whether a flow counts bytes.
     *
     * @param spec of the flow.
     * @return true for bytes, false for anything else.
     */
    static boolean countsBytes(final FlowSpec spec)
    {
        return "bytes".equals(valueName(spec));
    }

    /**
     * What a flow measures.
     *
     * @param spec of the flow.
     * @return the name, such as {@code bytes}.
     */
    static String valueName(final FlowSpec spec)
    {
        return FlowSpec.valueName(spec.value());
    }

    /**
     * Unit of a flow's value for people.
     *
     * @param spec of the flow.
     * @return such as {@code B/s}.
     */
    static String unit(final FlowSpec spec)
    {
        return unit(spec.value());
    }

    /**
     * Unit of a value for people.
     *
     * @param value of a flow.
     * @return such as {@code B/s}.
     */
    static String unit(final String value)
    {
        final String name = FlowSpec.valueName(value);
        return "bytes".equals(name) ? "B/s" : FlowSpec.isRate(value) ? " " + name + "/s" :
            name.endsWith(":bytes") ? "B" : "";
    }
}
