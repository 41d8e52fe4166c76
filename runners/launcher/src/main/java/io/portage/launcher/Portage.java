package io.portage.launcher;

import io.portage.config.ConfigException;
import io.portage.config.JdbcUrl;
import io.portage.launcher.assess.AssessCommand;
import io.portage.launcher.bench.BenchCommand;
import io.portage.launcher.check.CheckCommand;
import io.portage.launcher.console.ConsoleCommand;
import io.portage.launcher.console.ConsoleOfRun;
import io.portage.launcher.cutover.CutoverCommand;
import io.portage.launcher.ddl.DdlCommand;
import io.portage.launcher.deadletters.DeadLettersCommand;
import io.portage.launcher.demo.DemoCommand;
import io.portage.launcher.describe.DescribeCommand;
import io.portage.launcher.init.InitCommand;
import io.portage.launcher.inspect.StatusCommand;
import io.portage.launcher.inspect.WhyCommand;
import io.portage.launcher.logging.JsonLineWriter;
import io.portage.launcher.logging.JsonLogging;
import io.portage.launcher.logging.LogFormat;
import io.portage.launcher.publish.PublishCommand;
import io.portage.launcher.run.RunCommand;
import io.portage.launcher.run.WarmUp;
import io.portage.launcher.verify.VerifyCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of all commands. */
@Command(
    name = "portage",
    description = "Carries changes from one database to another.",
    mixinStandardHelpOptions = true,
    version = "portage 0.1.0",
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:fine",
      "1:failed",
      "2:wrong usage or configuration",
      "3:a check failed",
      "4:finished, but with dead letters"
    })
public final class Portage {
  private static final String COMPLETION = "generate-completion";
  private static final Set<String> STARTS_A_RUN = Set.of("demo", "run");

  /** The commands whose standard output is a log; that of the others is their result. */
  private static final Set<String> PRINTS_MESSAGES = Set.of("run", "console");

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the log and the stack traces of errors.")
  private boolean verbose;

  @Option(
      names = LogFormat.OPTION,
      scope = ScopeType.INHERIT,
      defaultValue = "text",
      description =
          "'text', or 'json': the log as JSON lines, and the messages of run and console, too.")
  private LogFormat logFormat;

  private Portage() {}

  /**
   * Runs the command that {@code args} name and returns its exit code.
   *
   * @param engine the runner on this class path
   */
  public static int execute(Engine engine, String... args) {
    return execute(
        engine,
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        args);
  }

  /** Runs the command and prints to {@code out} and {@code err}. */
  public static int execute(Engine engine, PrintWriter out, PrintWriter err, String... args) {
    if (LogFormat.of(args) == LogFormat.TEXT) {
      return executeIn(engine, out, err, args);
    }
    JsonLogging.install();
    Clock clock = Clock.systemUTC();
    boolean isLog = args.length > 0 && PRINTS_MESSAGES.contains(args[0]);
    return executeIn(
        engine,
        isLog ? JsonLineWriter.to(out, "INFO", clock) : out,
        JsonLineWriter.to(err, "ERROR", clock),
        args);
  }

  private static int executeIn(Engine engine, PrintWriter out, PrintWriter err, String... args) {
    if (args.length > 0 && STARTS_A_RUN.contains(args[0])) {
      WarmUp.start(engine);
    }
    Portage root = new Portage();
    CommandLine line = new CommandLine(root);
    add(line, commands(engine), args);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (problem, command, parsed) -> root.report(problem, command.getErr()));
    if (args.length == 0) {
      line.usage(line.getOut());
      return ExitCode.USAGE;
    }
    return line.execute(args);
  }

  static Map<String, Supplier<Object>> commands(Engine engine) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("demo", () -> new DemoCommand(engine));
    commands.put("bench", () -> new BenchCommand(engine));
    commands.put("run", () -> new RunCommand(engine, ConsoleOfRun.of(engine)));
    commands.put("check", () -> new CheckCommand(engine));
    commands.put("describe", DescribeCommand::new);
    commands.put("verify", VerifyCommand::new);
    commands.put("cutover", CutoverCommand::new);
    commands.put("assess", () -> new AssessCommand(Clock.systemUTC()));
    commands.put("init", InitCommand::new);
    commands.put("ddl", DdlCommand::new);
    commands.put("publish", PublishCommand::new);
    commands.put("time", TimeCommand::new);
    commands.put("deadletters", () -> DeadLettersCommand.line(engine));
    commands.put("console", () -> new ConsoleCommand(engine));
    commands.put("status", StatusCommand::new);
    commands.put("why", WhyCommand::new);
    commands.put(COMPLETION, GenerateCompletion::new);
    return commands;
  }

  /**
   * Adds only the command that is named first, since creating a command takes time; all of them if
   * none is named, or for the completion script, which lists them.
   */
  private static void add(CommandLine line, Map<String, Supplier<Object>> commands, String[] args) {
    @Nullable Supplier<Object> named =
        args.length == 0 || args[0].equals(COMPLETION) ? null : commands.get(args[0]);
    if (named != null) {
      line.addSubcommand(named.get());
    } else {
      commands.values().forEach(command -> line.addSubcommand(command.get()));
    }
  }

  private int report(Exception problem, PrintWriter err) {
    if (logFormat == LogFormat.JSON && err instanceof JsonLineWriter json) {
      json.message(message(problem), verbose ? problem : null, Map.of());
    } else {
      err.println(JdbcUrl.showIn(verbose ? trace(problem) : "portage: " + message(problem)));
      err.flush();
    }
    if (problem instanceof CommandException ended) {
      return ended.exitCode();
    }
    return problem instanceof ConfigException ? ExitCode.USAGE : ExitCode.FAILED;
  }

  private static String trace(Exception problem) {
    StringWriter trace = new StringWriter();
    problem.printStackTrace(new PrintWriter(trace, true));
    return trace.toString().stripTrailing();
  }

  /**
   * Returns the message of the innermost exception of Portage, whose messages are written for
   * users; else of the innermost cause.
   */
  static String message(Throwable problem) {
    String outer = problem.getMessage();
    if (problem instanceof CommandException || problem instanceof ConfigException) {
      return String.valueOf(outer);
    }
    Throwable inner = problem;
    @Nullable String own = null;
    while (true) {
      if (inner.getClass().getName().startsWith("io.portage.") && inner.getMessage() != null) {
        own = inner.getMessage();
      }
      if (inner.getCause() == null || inner.getCause() == inner) {
        break;
      }
      inner = inner.getCause();
    }
    if (own != null) {
      return own;
    }
    String text = text(inner);
    return inner == problem || outer == null || outer.contains(text)
        ? text(problem)
        : text + " (--verbose shows where)";
  }

  private static String text(Throwable problem) {
    @Nullable String message = problem.getMessage();
    return message == null
        ? problem.getClass().getSimpleName()
        : problem.getClass().getSimpleName() + ": " + message;
  }
}
