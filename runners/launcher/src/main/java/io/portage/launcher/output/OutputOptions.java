package io.portage.launcher.output;

import io.portage.model.PrintableText;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The option {@code --format} of every command that lists something. */
public final class OutputOptions {
  @Option(
      names = "--format",
      defaultValue = "text",
      description = "'text', or 'json': the same as one JSON value (default: ${DEFAULT-VALUE}).")
  private OutputFormat format;

  /** Returns true if the answer is to be one JSON value. */
  public boolean isJson() {
    return format == OutputFormat.JSON;
  }

  /**
   * Prints an answer.
   *
   * @param answer the answer as records, for JSON
   * @param text the answer for people, of whole lines; control characters are escaped
   */
  public void print(PrintWriter out, Object answer, Supplier<String> text) {
    String printed = isJson() ? JsonText.indented(answer) : PrintableText.of(text.get());
    out.print(printed.endsWith("\n") || printed.isEmpty() ? printed : printed + "\n");
    out.flush();
  }
}
