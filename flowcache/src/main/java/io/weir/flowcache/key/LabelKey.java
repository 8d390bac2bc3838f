package io.weir.flowcache.key;

import java.util.List;

/** A label that a group or a map gives the value of a key. */
abstract class LabelKey extends TextKey
{
    final Key key;
    final List<String> tables;

    LabelKey(final String name, final Key key, final List<String> tables)
    {
        super(name, key.fields(), key);
        this.key = key;
        this.tables = List.copyOf(tables);
    }

    /** By the most specific network: of the first group that has one. */
    static final class OfGroup extends LabelKey
    {
        private final GroupLabels[] groups;

        OfGroup(final String name, final Key key, final List<String> tables, final List<GroupLabels> groups)
        {
            super(name, key, tables);
            this.groups = groups.toArray(new GroupLabels[0]);
        }

        @Override
        boolean compute(final KeyContext context, final KeyValue into)
        {
            if (!key.isPresent(context))
            {
                return false;
            }
            final long high = key.high(context);
            final long low = key.low(context);
            for (int i = 0; i < groups.length; i++)
            {
                final GroupLabels.State state = groups[i].state();
                final int found = KeyType.IPV4 == key.type() ? state.group().find4(low) :
                    KeyType.IPV6 == key.type() ? state.group().find6(high, low) : state.group().find(high, low);
                if (found >= 0)
                {
                    into.text(state.labels(), found);
                    return true;
                }
            }
            return false;
        }
    }

    /** By the very value: of the first map that has it. */
    static final class OfMap extends LabelKey
    {
        private volatile LabelValues[] maps;

        OfMap(final String name, final Key key, final List<String> tables, final LabelValues[] maps)
        {
            super(name, key, tables);
            this.maps = maps;
        }

        void maps(final LabelValues[] newMaps)
        {
            maps = newMaps;
        }

        @Override
        boolean compute(final KeyContext context, final KeyValue into)
        {
            final boolean isText = KeyType.TEXT == key.type();
            final KeyValue text = isText ? key.text(context) : null;
            if (isText ? null == text : !key.isPresent(context))
            {
                return false;
            }
            for (final LabelValues map : maps)
            {
                final int found = isText ? map.find(text) : map.find(key.high(context), key.low(context));
                if (null != map.labels()[found])
                {
                    into.text(map.labels(), found);
                    return true;
                }
            }
            return false;
        }
    }
}
