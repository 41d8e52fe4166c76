package io.portage.launcher.deadletters;

import io.portage.launcher.Engine;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The parent of the commands for dead letters. */
@Command(
    name = "deadletters",
    description = "Lists, shows, replays and discards dead letters.",
    mixinStandardHelpOptions = true)
public final class DeadLettersCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private DeadLettersCommand() {}

  /** Returns the command with its subcommands. */
  public static CommandLine line(Engine engine) {
    CommandLine line = new CommandLine(new DeadLettersCommand());
    line.addSubcommand(new ListCommand());
    line.addSubcommand(new ShowCommand());
    line.addSubcommand(new ReplayCommand(engine));
    line.addSubcommand(new DiscardCommand(Clock.systemUTC()));
    return line;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Missing required subcommand: list, show, replay or discard");
  }
}
