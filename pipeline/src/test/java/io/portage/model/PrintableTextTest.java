package io.portage.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.DeadLetter.FailureCause;
import org.junit.jupiter.api.Test;

final class PrintableTextTest {
  @Test
  void escapesWhatControlsATerminal() {
    assertThat(PrintableText.of("a\u001b[2J\u0000 \u202eb"))
        .isEqualTo("a\\u001b[2J\\u0000 \\u202eb");
    assertThat(PrintableText.of("two\n\tlines, größer 日本 \ud83d\ude00"))
        .isEqualTo("two\n\tlines, größer 日本 \ud83d\ude00");
    assertThat(PrintableText.line("col\nFAKE")).isEqualTo("col\\u000aFAKE");
  }

  @Test
  void namesInADeadLettersCauseAreEscaped() {
    FailureCause cause =
        FailureCause.inColumn(Reason.SCHEMA_MISMATCH, "\u001b[2Jcol\nFAKE", "no \u001b[2Jcol");
    assertThat(cause.column()).isEqualTo("\\u001b[2Jcol\\u000aFAKE");
    assertThat(cause.message()).isEqualTo("no \\u001b[2Jcol");
  }
}
