package io.weir.examples.cli;

import io.weir.flowcache.Aggregation;
import io.weir.flowcache.CacheType;
import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.Scope;
import io.weir.flowcache.key.Group;
import io.weir.flowcache.key.LabelMap;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Reads flows, thresholds, groups and maps from JSON: {@code {"flows": {NAME: {...}}, "thresholds": {NAME: {...}},
 * "groups": {NAME: {LABEL: [NETWORK...]}}, "maps": {NAME: {LABEL: [VALUE...]}}}}. What it does not know is an error
 * that names it: an attribute that is silently left out gives wrong answers.
 */
final class ConfigFile
{
    private static final JsonMapper MAPPER = JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(JsonParser.Feature.ALLOW_COMMENTS)
        .build();
    private static final Set<String> SECTIONS = Set.of("flows", "thresholds", "groups", "maps");
    private static final Set<String> FLOW_ATTRIBUTES =
        Set.of("keys", "value", "values", "filter", "t", "n", "aggMode", "dropped", "log", "flowStart", "activeTimeout",
            "idleTimeout", "cacheType", "scope", "fs", "capacity");
    private static final Set<String> THRESHOLD_ATTRIBUTES =
        Set.of("metric", "value", "raiseAbove", "clearBelow", "lowerBelow", "clearAbove", "timeout", "for", "byFlow",
            "minSamples", "confidence", "detector", "severities", "filter", "groupKey", "groupValues",
            "ofValue");

    private final Path file;
    private final List<FlowDefinition> flows = new ArrayList<>();
    private final List<ThresholdDefinition> thresholds = new ArrayList<>();

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, LabelMap> maps = new LinkedHashMap<>();

    private ConfigFile(final Path file)
    {
        this.file = file;
    }

    /**
     * Read a file.
     *
     * @param file to read.
     * @return its definitions.
     * @throws CommandFailure if it cannot be read, or holds what weir does not know.
     */
    static ConfigFile read(final Path file)
    {
        final ConfigFile config = new ConfigFile(file);
        config.parse();
        return config;
    }

    /** {@return flows in the order of the file} */
    List<FlowDefinition> flows()
    {
        return flows;
    }

    /** {@return thresholds in the order of the file} */
    List<ThresholdDefinition> thresholds()
    {
        return thresholds;
    }

    /** {@return groups by name} */
    Map<String, Group> groups()
    {
        return groups;
    }

    /** {@return maps by name} */
    Map<String, LabelMap> maps()
    {
        return maps;
    }

    private void parse()
    {
        final JsonNode root;
        try
        {
            root = MAPPER.readTree(Files.readString(file));
        }
        catch (final JsonProcessingException e)
        {
            throw wrong("line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ": " +
                e.getOriginalMessage());
        }
        catch (final IOException e)
        {
            throw CommandFailure.failed(Failures.unreadable(file, e), e);
        }
        members(root, "the file", SECTIONS);
        for (final Map.Entry<String, JsonNode> entry : section(root, "flows"))
        {
            flows.add(flow(entry.getKey(), entry.getValue()));
        }
        for (final Map.Entry<String, JsonNode> entry : section(root, "thresholds"))
        {
            thresholds.add(threshold(entry.getKey(), entry.getValue()));
        }
        for (final Map.Entry<String, JsonNode> entry : section(root, "groups"))
        {
            final Group.Builder group = Group.builder();
            labels("groups." + entry.getKey(), entry.getValue(), group::add);
            groups.put(entry.getKey(), group.build());
        }
        for (final Map.Entry<String, JsonNode> entry : section(root, "maps"))
        {
            final LabelMap.Builder map = LabelMap.builder();
            labels("maps." + entry.getKey(), entry.getValue(), map::add);
            maps.put(entry.getKey(), map.build());
        }
    }

    /* Members by label: a text or a number, or a list of them. */
    private void labels(final String place, final JsonNode node, final BiConsumer<String, String[]> into)
    {
        if (!node.isObject())
        {
            throw wrong(place + ": an object is expected: {LABEL: [MEMBER...]}");
        }
        for (final Map.Entry<String, JsonNode> entry : node.properties())
        {
            final List<String> members = new ArrayList<>();
            final JsonNode value = entry.getValue();
            for (final JsonNode member : value.isArray() ? value : MAPPER.createArrayNode().add(value))
            {
                if (!member.isTextual() && !member.isIntegralNumber())
                {
                    throw wrong(place + "." + entry.getKey() + ": a text is expected: " + member);
                }
                members.add(member.asText());
            }
            try
            {
                into.accept(entry.getKey(), members.toArray(new String[0]));
            }
            catch (final IllegalArgumentException e)
            {
                throw wrong(place + ": " + e.getMessage());
            }
        }
    }

    private Set<Map.Entry<String, JsonNode>> section(final JsonNode root, final String name)
    {
        return section(root, "", name);
    }

    private Set<Map.Entry<String, JsonNode>> section(final JsonNode parent, final String place, final String name)
    {
        final JsonNode section = parent.path(name);
        if (!section.isMissingNode() && !section.isObject())
        {
            throw wrong(place + (place.isEmpty() ? "" : ".") + name + ": an object is expected, by name");
        }
        return section.properties();
    }

    private FlowDefinition flow(final String name, final JsonNode node)
    {
        members(node, "flows." + name, FLOW_ATTRIBUTES);
        final JsonNode n = node.get("n");
        if (null != n && !(n.isIntegralNumber() && n.canConvertToInt()))
        {
            throw wrong("flows." + name + ".n: a whole number is expected: " + n);
        }
        return new FlowDefinition(
            name,
            keys(node.get("keys"), "flows." + name + ".keys"),
            text(node.get("value"), "flows." + name + ".value"),
            keys(node.get("values"), "flows." + name + ".values"),
            text(node.get("filter"), "flows." + name + ".filter"),
            seconds(node.get("t"), "flows." + name + ".t"),
            null == n ? null : n.intValue(),
            aggregation(node.get("aggMode"), "flows." + name + ".aggMode"),
            flag(node.get("dropped"), "flows." + name + ".dropped"),
            builder -> more(builder, node, "flows." + name + "."));
    }

    private FlowSpec.Builder more(final FlowSpec.Builder builder, final JsonNode node, final String place)
    {
        builder.log(flag(node.get("log"), place + "log")).flowStart(flag(node.get("flowStart"), place + "flowStart"));
        if (node.has("activeTimeout"))
        {
            builder.activeTimeout(seconds(node.get("activeTimeout"), place + "activeTimeout"));
        }
        if (node.has("idleTimeout"))
        {
            builder.idleTimeout(seconds(node.get("idleTimeout"), place + "idleTimeout"));
        }
        if (node.has("cacheType"))
        {
            builder.cacheType(constant(CacheType.values(), node.get("cacheType"), place + "cacheType"));
        }
        if (node.has("scope"))
        {
            builder.scope(constant(Scope.values(), node.get("scope"), place + "scope"));
        }
        if (node.has("fs"))
        {
            builder.separator(text(node.get("fs"), place + "fs"));
        }
        if (node.has("capacity"))
        {
            if (!node.get("capacity").isIntegralNumber())
            {
                throw wrong(place + "capacity: a whole number is expected: " + node.get("capacity"));
            }
            builder.capacity(node.get("capacity").longValue());
        }
        return builder;
    }

    private <T extends Enum<T>> T constant(final T[] constants, final JsonNode node, final String place)
    {
        final String text = text(node, place);
        for (final T constant : constants)
        {
            if (constant.name().equalsIgnoreCase(text))
            {
                return constant;
            }
        }
        throw wrong(place + ": '" + text + "' is not one of " + Arrays.toString(constants).toLowerCase(Locale.ROOT));
    }

    private boolean flag(final JsonNode node, final String place)
    {
        if (null != node && !node.isBoolean())
        {
            throw wrong(place + ": true or false is expected: " + node);
        }
        return null != node && node.booleanValue();
    }

    /* Edge and core need the roles of ports, which a file does not tell. */
    private Aggregation aggregation(final JsonNode node, final String place)
    {
        return null == node ? null : constant(
            new Aggregation[]{ Aggregation.MAX, Aggregation.SUM, Aggregation.POOLED }, node, place);
    }

    private ThresholdDefinition threshold(final String name, final JsonNode node)
    {
        final String place = "thresholds." + name;
        members(node, place, THRESHOLD_ATTRIBUTES);
        if (node.has("value") && node.has("raiseAbove"))
        {
            throw wrong(place + ": value and raiseAbove are the same attribute, give one");
        }
        final String metric = text(node.get("metric"), place + ".metric");
        if (null == metric)
        {
            throw wrong(place + ": metric is missing");
        }
        final ThresholdDefinition threshold = new ThresholdDefinition();
        threshold.id = name;
        threshold.metric = metric;
        threshold.above = number(
            node.has("value") ? node.get("value") : node.get("raiseAbove"), place + ".value");
        threshold.clearBelow = number(node.get("clearBelow"), place + ".clearBelow");
        threshold.lowerBelow = number(node.get("lowerBelow"), place + ".lowerBelow");
        threshold.clearAbove = number(node.get("clearAbove"), place + ".clearAbove");
        threshold.timeout = seconds(node.get("timeout"), place + ".timeout");
        threshold.holdFor = seconds(node.get("for"), place + ".for");
        threshold.byFlow = flag(node.get("byFlow"), place + ".byFlow");
        final Double minSamples = number(node.get("minSamples"), place + ".minSamples");
        threshold.minSamples = null == minSamples ? null : minSamples.longValue();
        threshold.confidence = number(node.get("confidence"), place + ".confidence");
        threshold.detector = text(node.get("detector"), place + ".detector");
        threshold.ofValue = text(node.get("ofValue"), place + ".ofValue");
        threshold.groupKey = text(node.get("groupKey"), place + ".groupKey");
        for (final Map.Entry<String, JsonNode> entry : section(node, place, "groupValues"))
        {
            threshold.groupValues.put(
                entry.getKey(), number(entry.getValue(), place + ".groupValues." + entry.getKey()));
        }
        for (final Map.Entry<String, JsonNode> entry : section(node, place, "severities"))
        {
            threshold.severities.add(level(entry.getKey(), entry.getValue(), place + ".severities."));
        }
        for (final Map.Entry<String, JsonNode> entry : section(node, place, "filter"))
        {
            threshold.filter.put(entry.getKey(), patterns(entry.getValue(), place + ".filter." + entry.getKey()));
        }
        if (!threshold.groupValues.isEmpty() && null == threshold.groupKey)
        {
            throw wrong(place + ": groupValues needs groupKey");
        }
        return threshold;
    }

    private ThresholdDefinition.Level level(final String name, final JsonNode node, final String place)
    {
        if (node.isNumber())
        {
            return new ThresholdDefinition.Level(name, node.doubleValue(), null);
        }
        members(node, place + name, Set.of("value", "clearBelow"));
        final Double above = number(node.get("value"), place + name + ".value");
        if (null == above)
        {
            throw wrong(place + name + ": value is missing");
        }
        return new ThresholdDefinition.Level(
            name, above, number(node.get("clearBelow"), place + name + ".clearBelow"));
    }

    private List<String> patterns(final JsonNode node, final String place)
    {
        final List<String> patterns = new ArrayList<>();
        for (final JsonNode pattern : node.isArray() ? node : MAPPER.createArrayNode().add(node))
        {
            if (!pattern.isValueNode() || pattern.isNull())
            {
                throw wrong(place + ": texts or numbers are expected: " + node);
            }
            patterns.add(pattern.asText());
        }
        return patterns;
    }

    private void members(final JsonNode node, final String place, final Set<String> known)
    {
        if (!node.isObject())
        {
            throw wrong(place + ": an object is expected");
        }
        final Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty())
        {
            throw wrong(place + ": not supported: " + String.join(", ", unknown) + "; supported: " +
                String.join(", ", new TreeSet<>(known)));
        }
    }

    private String keys(final JsonNode node, final String place)
    {
        if (null == node || !node.isArray())
        {
            return text(node, place);
        }
        final List<String> keys = new ArrayList<>();
        node.forEach(key -> keys.add(text(key, place)));
        return String.join(",", keys);
    }

    private String text(final JsonNode node, final String place)
    {
        if (null != node && !node.isTextual())
        {
            throw wrong(place + ": a text is expected: " + node);
        }
        return null == node ? null : node.textValue();
    }

    private Double number(final JsonNode node, final String place)
    {
        if (null != node && !node.isNumber())
        {
            throw wrong(place + ": a number is expected: " + node);
        }
        return null == node ? null : node.doubleValue();
    }

    private Duration seconds(final JsonNode node, final String place)
    {
        final Double seconds = number(node, place);
        if (null != seconds && !(seconds >= 0 && seconds < 1e9))
        {
            throw wrong(place + ": seconds are out of range: " + node);
        }
        return null == seconds ? null : DurationConverter.ofSeconds(seconds);
    }

    private CommandFailure wrong(final String what)
    {
        return CommandFailure.usage(file + ": " + what);
    }
}
