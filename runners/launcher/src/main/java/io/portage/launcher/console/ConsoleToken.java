package io.portage.launcher.console;

import io.portage.config.FileLocation;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The token that requests need, from a file or from the environment. */
final class ConsoleToken {
  /** The environment variable with the token. */
  static final String VARIABLE = "PORTAGE_CONSOLE_TOKEN";

  private static final int SHORTEST = 16;

  private ConsoleToken() {}

  /**
   * Returns the token; null if there is none.
   *
   * @param file the file with the token, or null for the variable
   * @throws CommandException if the file cannot be read or the token is short
   */
  static @Nullable String read(@Nullable Path file) {
    String token = System.getenv(VARIABLE);
    if (file != null) {
      try {
        token = Files.readString(file);
      } catch (IOException e) {
        throw new CommandException(
            ExitCode.USAGE,
            "--token-file: " + file + " cannot be read: " + FileLocation.reasonOf(e),
            e);
      }
    }
    if (token == null) {
      return null;
    }
    String stripped = token.strip();
    if (stripped.length() < SHORTEST) {
      throw new CommandException(
          ExitCode.USAGE, "the console's token needs at least " + SHORTEST + " characters");
    }
    return stripped;
  }
}
