package io.weir.flowcache.key;

/** The group that a name stands for, which may be replaced at any time. Thread safe. */
final class GroupLabels
{
    private volatile State state;

    GroupLabels(final State state)
    {
        this.state = state;
    }

    State state()
    {
        return state;
    }

    void state(final State newState)
    {
        state = newState;
    }

    /**
     * A group and its labels.
     *
     * @param group  to look into.
     * @param labels in the order of the group.
     */
    record State(Group group, Label[] labels)
    {
    }
}
