package io.weir.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.lang.reflect.Constructor;
import java.util.concurrent.Callable;

/** The {@code weir} command line driver. */
@Command(
    name = "weir",
    description = "Turns sFlow and NetFlow datagrams into live rates, top flows and threshold events.",
    mixinStandardHelpOptions = true,
    versionProvider = Weir.Version.class,
    subcommands =
    {
        DemoCommand.class, ReplayCommand.class, ListenCommand.class, StatusCommand.class, DecodeCommand.class,
        SendCommand.class, GenerateCommand.class, KeysCommand.class, DetectorsCommand.class, AccuracyCommand.class
    },
    footer =
    {
        "",
        "Start with:  weir demo",
        "Then:        weir replay CAPTURE.pcap --flow pairs --keys ipsource,ipdestination",
        "",
        "Exit codes: 0 done, 1 failed, 2 wrong usage. Data goes to stdout, progress and logs to stderr."
    })
public final class Weir implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    Weir()
    {
    }

    /**
     * Run a command and exit with its code.
     *
     * @param args as typed.
     */
    public static void main(final String[] args)
    {
        final Terminal terminal = Terminal.system();
        Runtime.getRuntime().addShutdownHook(new Thread(terminal::stopAndWait, "weir-shutdown"));
        System.exit(run(terminal, args));
    }

    /**
     * Run a command in this process.
     *
     * @param terminal to write to.
     * @param args     as typed.
     * @return its exit code.
     */
    public static int run(final Terminal terminal, final String... args)
    {
        final CommandLine line = new CommandLine(new Weir(), new Factory(terminal));
        line.setOut(terminal.outWriter());
        line.setErr(terminal.errWriter());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
            terminal.outTerminal() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setUsageHelpWidth(Math.max(80, Math.min(terminal.columns(), 120)));
        line.setUsageHelpAutoWidth(false);
        line.setAbbreviatedOptionsAllowed(false);
        line.setParameterExceptionHandler((exception, arguments) -> onWrongUsage(terminal, exception));
        line.setExecutionExceptionHandler((exception, command, result) -> onFailure(terminal, exception, result));
        try
        {
            return line.execute(args);
        }
        finally
        {
            terminal.finish();
        }
    }

    @Override
    public Integer call()
    {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandFailure.USAGE;
    }

    private static int onWrongUsage(final Terminal terminal, final ParameterException exception)
    {
        final CommandLine command = exception.getCommandLine();
        terminal.err().println("weir: " + exception.getMessage().replaceFirst("^Error: ", ""));
        if (!UnmatchedArgumentException.printSuggestions(exception, command.getErr()))
        {
            terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return CommandFailure.USAGE;
    }

    private static int onFailure(final Terminal terminal, final Exception exception, final ParseResult result)
        throws Exception
    {
        if (exception instanceof CommandFailure failure)
        {
            terminal.out().flush();
            terminal.err().println("weir: " + failure.getMessage());
            return failure.exitCode();
        }
        throw exception;
    }

    /** Makes commands that share one terminal. */
    private static final class Factory implements CommandLine.IFactory
    {
        private final Terminal terminal;

        Factory(final Terminal terminal)
        {
            this.terminal = terminal;
        }

        @Override
        public <K> K create(final Class<K> type) throws Exception
        {
            for (final Constructor<?> constructor : type.getDeclaredConstructors())
            {
                final Class<?>[] parameters = constructor.getParameterTypes();
                if (1 == parameters.length && Terminal.class == parameters[0])
                {
                    return type.cast(constructor.newInstance(terminal));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }

    /** Tells the version of the jar. */
    static final class Version implements IVersionProvider
    {
        Version()
        {
        }

        @Override
        public String[] getVersion()
        {
            final String version = Weir.class.getPackage().getImplementationVersion();
            return new String[]{ "weir " + (null == version ? "(not packaged)" : version) };
        }
    }
}
