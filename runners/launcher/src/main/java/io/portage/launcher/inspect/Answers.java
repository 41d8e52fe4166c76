package io.portage.launcher.inspect;

import io.portage.launcher.output.JsonText;
import java.nio.charset.StandardCharsets;

/** The answers of the console's API. */
public final class Answers {
  private Answers() {}

  /** Returns the answer in one line, UTF-8. */
  public static byte[] bytes(Object answer) {
    return JsonText.line(answer).getBytes(StandardCharsets.UTF_8);
  }
}
