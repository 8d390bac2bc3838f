package io.weir.examples.cli;

/** Forms of output. */
enum Format
{
    /** For people. */
    TABLE,
    /** One JSON object a line. */
    JSON,
    /** One table with a header line. */
    CSV;

    /** {@return as it is written on the command line} */
    @Override
    public String toString()
    {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
