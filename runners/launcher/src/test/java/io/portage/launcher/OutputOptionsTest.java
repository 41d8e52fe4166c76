package io.portage.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.output.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every command that lists something prints it as JSON, too. */
final class OutputOptionsTest {
  private static final Engine NONE =
      new Engine() {
        @Override
        public String runner() {
          return "DirectRunner";
        }

        @Override
        public List<String> defaults(boolean bounded, List<String> given) {
          return List.of();
        }
      };

  /** Commands that act, or whose result is a file of its own language. */
  private static final Set<String> LIST_NOTHING =
      Set.of(
          "console",
          "deadletters discard",
          "deadletters replay",
          "demo",
          "generate-completion",
          "init",
          "publish",
          "run",
          "time");

  /** Commands that write a report of their own as JSON into a file. */
  private static final Set<String> WRITE_A_REPORT = Set.of("assess", "bench", "cutover", "verify");

  @Test
  void everyListingHasTheOption() {
    Set<String> formatted = new TreeSet<>();
    Set<String> reports = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    List<CommandLine> lines = new ArrayList<>();
    Portage.commands(NONE)
        .forEach(
            (name, command) -> {
              Object created = command.get();
              lines.add(new CommandLine(new Root()).addSubcommand(name, created));
            });
    lines.forEach(
        line ->
            leaves(line)
                .forEach(
                    leaf -> {
                      String name = leaf.getCommandSpec().qualifiedName().replace("root ", "");
                      OptionSpec format = leaf.getCommandSpec().findOption("--format");
                      if (format != null && format.type().equals(OutputFormat.class)) {
                        formatted.add(name);
                      } else if (leaf.getCommandSpec().findOption("--json") != null) {
                        reports.add(name);
                      } else {
                        others.add(name);
                      }
                    }));

    assertThat(others).isEqualTo(new TreeSet<>(LIST_NOTHING));
    assertThat(reports).isEqualTo(new TreeSet<>(WRITE_A_REPORT));
    assertThat(formatted)
        .containsExactly(
            "check", "ddl", "deadletters list", "deadletters show", "describe", "status", "why");
  }

  @CommandLine.Command(name = "root")
  private static final class Root {}

  private static List<CommandLine> leaves(CommandLine line) {
    if (line.getSubcommands().isEmpty()) {
      return List.of(line);
    }
    List<CommandLine> leaves = new ArrayList<>();
    line.getSubcommands().values().forEach(child -> leaves.addAll(leaves(child)));
    return leaves;
  }
}
