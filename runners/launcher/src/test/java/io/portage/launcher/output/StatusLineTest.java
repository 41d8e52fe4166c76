package io.portage.launcher.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StatusLineTest {
  private final StringWriter screen = new StringWriter();
  private final StatusLine line = new StatusLine(new PrintWriter(screen));

  /** The bytes go to the same screen, as standard error of a terminal does. */
  private final PrintStream log =
      line.above(
          new PrintStream(
              new OutputStream() {
                @Override
                public void write(int one) {
                  screen.write(one);
                }
              },
              true,
              StandardCharsets.UTF_8));

  @Test
  void isRewrittenInPlaceAndNeverWrapped() {
    line.show("one");
    line.show("two");

    assertThat(screen.toString())
        .isEqualTo("\r\u001b[K\u001b[?7lone\u001b[?7h\r\u001b[K\u001b[?7ltwo\u001b[?7h");
  }

  @Test
  void otherOutputGoesAboveIt() {
    line.show("one");
    log.print("WARN x\n");
    log.print("WARN y\n");
    line.show("two");
    line.println("message");

    assertThat(plain()).isEqualTo("[clear]one[clear]WARN x\nWARN y\n[clear]two[clear]message\n");
  }

  @Test
  void leavesNothingBehind() {
    line.clear();
    assertThat(screen.toString()).isEmpty();

    line.show("one");
    line.clear();
    line.clear();

    assertThat(plain()).isEqualTo("[clear]one[clear]");
  }

  private String plain() {
    return screen
        .toString()
        .replace("\r\u001b[K", "[clear]")
        .replaceAll("\u001b\\[\\?7[lh]", "")
        .replace(System.lineSeparator(), "\n");
  }
}
