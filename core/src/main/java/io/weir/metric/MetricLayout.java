package io.weir.metric;

import io.weir.record.CounterRecord;
import io.weir.record.CounterSchema;
import io.weir.record.CounterSchema.Counter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How a counter structure becomes metrics: the name of each of its fields, and what is derived from them. The cells of
 * a state are those of the fields and then those of the derived metrics. Immutable.
 */
final class MetricLayout
{
    private static final List<String> DIRECTIONS = List.of("unknown", "full-duplex", "half-duplex", "in", "out");
    private static final List<String> UP_DOWN = List.of("down", "up");
    private static final List<String> MACHINES = List.of("unknown", "other", "x86", "x86_64", "ia64", "sparc", "alpha",
        "powerpc", "m68k", "mips", "arm", "hppa", "s390");
    private static final List<String> SYSTEMS = List.of("unknown", "other", "linux", "windows", "darwin", "hpux", "aix",
        "dragonfly", "freebsd", "netbsd", "openbsd", "osf", "solaris");
    private static final double BITS_PERCENT = 800;
    private static final double PERCENT = 100;
    private static final String MAX_SUFFIX = "_max";

    final CounterSchema schema;
    /* Null for a structure of a specification. */
    final CustomLayout custom;
    final CounterSchema.Kind[] kinds;
    final boolean[] wide;
    private final List<String> names = new ArrayList<>();
    private final List<List<String>> words = new ArrayList<>();
    private final List<ToDoubleFunction<MetricState>> derived = new ArrayList<>();

    private final boolean isIndexed;
    private final boolean isHost;

    MetricLayout(final CounterSchema schema)
    {
        this(schema, null);
    }

    MetricLayout(final CustomLayout custom)
    {
        this(custom.schema, custom);
    }

    private MetricLayout(final CounterSchema schema, final CustomLayout custom)
    {
        this.schema = schema;
        this.custom = custom;
        isIndexed = "queue_length".equals(schema.name()) || "lane".equals(schema.name());
        isHost = "host_descr".equals(schema.name());
        kinds = new CounterSchema.Kind[schema.counters().size()];
        wide = new boolean[kinds.length];
        for (int i = 0; i < kinds.length; i++)
        {
            final Counter counter = schema.counters().get(i);
            kinds[i] = counter.kind();
            wide[i] = Long.BYTES == counter.bytes();
            names.add(null == custom ? MetricNames.of(schema.name(), counter.name()) : counter.name());
            words.add(wordsOf(counter.name()));
        }
        derive();
    }

    private static List<String> wordsOf(final String field)
    {
        switch (field)
        {
            case "ifDirection":
                return DIRECTIONS;
            case "machine_type":
                return MACHINES;
            case "os_name":
                return SYSTEMS;
            default:
                return null;
        }
    }

    int fields()
    {
        return kinds.length;
    }

    int size()
    {
        return names.size();
    }

    /* Number of the entry in names: the one that it gives itself, or its place from 1; -1 where there is none. */
    int entry(final CounterRecord record)
    {
        if (isIndexed && record.has(0))
        {
            return (int)record.value(0) & Integer.MAX_VALUE;
        }
        return record.entry() < 0 ? -1 : record.entry() + 1;
    }

    /* Null for a field that is no metric of its own. */
    String name(final int cell, final int entry, final int repeats, final boolean isVirtual)
    {
        final String plain = names.get(cell);
        if (null == plain)
        {
            return null;
        }
        final String name = entry < 0 ? plain : plain.replace("#", Integer.toString(entry));
        return (isHost && isVirtual ? "vir_" : "") + name + (0 == repeats ? "" : "." + repeats);
    }

    /* The word for a number of an enumeration, or the number. */
    Object read(final int cell, final double value)
    {
        final List<String> of = words.get(cell);
        return null != of && value >= 0 && value < of.size() ? of.get((int)value) : (Object)value;
    }

    double derive(final int cell, final MetricState state)
    {
        return derived.get(cell - kinds.length).applyAsDouble(state);
    }

    private void add(final String name, final List<String> of, final ToDoubleFunction<MetricState> value)
    {
        names.add(name);
        words.add(of);
        derived.add(value);
    }

    private int at(final String field)
    {
        for (int i = 0; i < kinds.length; i++)
        {
            if (field.equals(schema.counters().get(i).name()))
            {
                return i;
            }
        }
        throw new IllegalArgumentException(schema.name() + ": no field of this name: field='" + field + "'");
    }

    private void derive()
    {
        switch (schema.name())
        {
            case "if_counters":
                deriveInterface();
                break;
            case "host_cpu":
                deriveCpu();
                break;
            case "host_memory":
                deriveMemory();
                break;
            case "host_disk_io":
                deriveFull("disk_utilization", at("disk_total"), at("disk_free"));
                break;
            case "virt_memory":
                addRatio("vir_mem_utilization", at("memory"), at("maxMemory"), PERCENT);
                break;
            case "hw_tables":
                deriveTables();
                break;
            case "virt_cpu":
                addRatio("vir_cpu_utilization", at("cpuTime"), at("nrVirtCpu"), PERCENT / 1000);
                break;
            default:
                break;
        }
    }

    private void deriveInterface()
    {
        final int status = at("ifStatus");
        names.set(status, null);
        add("ifadminstatus", UP_DOWN, state -> state.has(status) ? (long)state.value(status) & 1 : Double.NaN);
        add("ifoperstatus", UP_DOWN, state -> state.has(status) ? (long)state.value(status) >> 1 & 1 : Double.NaN);
        for (final String way : List.of("In", "Out"))
        {
            final String name = "if" + way.toLowerCase(Locale.ROOT);
            final int unicast = at("if" + way + "UcastPkts");
            add(name + "pkts", null, state -> sum(state, unicast, unicast + 1, unicast + 2));
            addRatio(name + "utilization", at("if" + way + "Octets"), at("ifSpeed"), BITS_PERCENT);
        }
    }

    private void deriveCpu()
    {
        final int user = at("cpu_user");
        final int idle = at("cpu_idle");
        final int last = at("cpu_sintr");
        final int steal = at("cpu_steal");
        final int loadOne = at("load_one");
        final int number = at("cpu_num");
        add("load_one_per_cpu", null, state -> ratio(state, loadOne, number, 1));
        for (int i = user; i <= last; i++)
        {
            final int cell = i;
            add(names.get(i), null, state -> PERCENT * state.value(cell) / cpuTime(state, user, last, steal));
            names.set(i, null);
        }
        add(names.get(steal), null, state -> PERCENT * state.value(steal) / cpuTime(state, user, last, steal));
        names.set(steal, null);
        add("cpu_utilization", null,
            state -> PERCENT - PERCENT * state.value(idle) / cpuTime(state, user, last, steal));
    }

    /* Milliseconds per second of all states of the processors; zero is no time, so that a share of it is no number. */
    private static double cpuTime(final MetricState state, final int from, final int to, final int steal)
    {
        double time = state.has(steal) ? state.value(steal) : 0;
        for (int i = from; i <= to; i++)
        {
            time += state.has(i) ? state.value(i) : 0;
        }
        return time > 0 ? time : Double.NaN;
    }

    private void deriveMemory()
    {
        final int total = at("mem_total");
        final int free = at("mem_free");
        final int buffers = at("mem_buffers");
        final int cached = at("mem_cached");
        add("mem_used", null, state -> used(state, total, free, buffers, cached));
        add("mem_utilization", null,
            state -> PERCENT * used(state, total, free, buffers, cached) / positive(state.value(total)));
        deriveFull("swap_utilization", at("swap_total"), at("swap_free"));
    }

    private static double used(
        final MetricState state, final int total, final int free, final int buffers, final int cached)
    {
        return Math.max(0, state.value(total) - state.value(free) - (state.has(buffers) ? state.value(buffers) : 0) -
            (state.has(cached) ? state.value(cached) : 0));
    }

    /* How full each table is that tells its size: host_entries and host_entries_max make bcm_host_utilization. */
    private void deriveTables()
    {
        for (int i = 1; i < kinds.length; i++)
        {
            final String name = schema.counters().get(i).name();
            if (name.endsWith(MAX_SUFFIX))
            {
                final String table = name.substring(0, name.length() - MAX_SUFFIX.length()).replace("_entries", "");
                addRatio("bcm_" + table + "_utilization", i - 1, i, PERCENT);
            }
        }
    }

    private void deriveFull(final String name, final int total, final int free)
    {
        add(name, null, state -> PERCENT * (state.value(total) - state.value(free)) / positive(state.value(total)));
    }

    private void addRatio(final String name, final int over, final int under, final double scale)
    {
        add(name, null, state -> ratio(state, over, under, scale));
    }

    private static double ratio(final MetricState state, final int over, final int under, final double scale)
    {
        return scale * state.value(over) / positive(state.value(under));
    }

    private static double positive(final double value)
    {
        return value > 0 ? value : Double.NaN;
    }

    private static double sum(final MetricState state, final int first, final int second, final int third)
    {
        return state.value(first) + (state.has(second) ? state.value(second) : 0) +
            (state.has(third) ? state.value(third) : 0);
    }
}
