package io.portage.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Option;

/**
 * Tests that the fields of commands which may be null are annotated: the null checker of the build
 * does not see the values that picocli sets.
 */
final class CommandFieldsTest {
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

  /** A command with an option that is null if it is not given. */
  @CommandLine.Command(name = "forgetful")
  @SuppressWarnings("UnusedVariable") // picocli reads the fields by reflection
  private static final class Forgetful {
    @Option(names = "--name")
    private String name;

    @Option(names = "--title")
    private @Nullable String title;

    @Option(names = "--file", required = true)
    private String file;

    @Option(names = "--mode", defaultValue = "fast")
    private String mode;
  }

  @Test
  void optionsThatMayBeNullAreAnnotated() {
    List<String> wrong = new ArrayList<>();
    Portage.commands(NONE)
        .forEach(
            (name, command) -> {
              Object created = command.get();
              collect(created instanceof CommandLine line ? line : new CommandLine(created), wrong);
            });

    assertThat(wrong).isEmpty();
  }

  @Test
  void findsAnOptionWithoutValueAndAnnotation() {
    List<String> wrong = new ArrayList<>();
    collect(new CommandLine(new Forgetful()), wrong);

    assertThat(wrong).containsExactly("forgetful --name");
  }

  private static void collect(CommandLine line, List<String> wrong) {
    for (ArgSpec argument : line.getCommandSpec().args()) {
      if (mayBeNull(argument) && !isNullable(argument)) {
        String label =
            argument.isOption()
                ? ((CommandLine.Model.OptionSpec) argument).longestName()
                : argument.paramLabel();
        wrong.add(line.getCommandName() + " " + label);
      }
    }
    line.getSubcommands().values().forEach(child -> collect(child, wrong));
  }

  private static boolean mayBeNull(ArgSpec argument) {
    return !argument.required()
        && argument.defaultValue() == null
        && argument.initialValue() == null;
  }

  private static boolean isNullable(ArgSpec argument) {
    return argument.userObject() instanceof Field field
        && field.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }
}
