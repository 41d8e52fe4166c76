package io.portage.launcher.deadletters;

import io.portage.deadletter.Resolution;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.launcher.output.DurationText;
import io.portage.launcher.output.TextTable;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter;
import io.portage.model.event.Header;
import io.portage.model.event.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Formats a complete dead letter for display, row values included. */
public final class DeadLetterText {
  private final StringBuilder text = new StringBuilder();

  private DeadLetterText() {}

  /** Returns all of {@code stored}: several lines, the last one with a line break. */
  static String of(StoredDeadLetter stored) {
    DeadLetterText whole = new DeadLetterText();
    whole.head(stored);
    SourceRecord raw = stored.deadLetter().sourceRecord();
    Change change = stored.deadLetter().change();
    if (raw != null) {
      whole.raw(raw);
    }
    if (change != null) {
      whole.change(change);
    }
    return whole.text.toString();
  }

  private void head(StoredDeadLetter stored) {
    DeadLetter deadLetter = stored.deadLetter();
    line("id", deadLetter.id());
    line("stage", deadLetter.stage().label());
    line("reason", deadLetter.cause().reason() + " (" + deadLetter.cause().reason().kind() + ")");
    line("message", deadLetter.cause().message());
    optional("column", deadLetter.cause().column());
    optional("SQLState", deadLetter.cause().sqlState());
    optional("error class", deadLetter.cause().errorClass());
    line("attempts", Integer.toString(deadLetter.attempts()));
    line("failed", DeadLetterTables.time(deadLetter.failedAt()));
    Resolution resolution = stored.resolution();
    line(
        "state",
        resolution == null
            ? "unresolved"
            : DeadLetterTables.name(resolution)
                + " "
                + DeadLetterTables.time(resolution.at())
                + (resolution.message().isEmpty() ? "" : ": " + resolution.message()));
    line(
        "record",
        "topic "
            + deadLetter.coordinates().topic()
            + ", partition "
            + deadLetter.coordinates().partition()
            + ", offset "
            + deadLetter.coordinates().offset());
    ChangePart part = deadLetter.part();
    if (!part.isOnlyRow()) {
      line("row", part.row() + " of the record, from 0" + (part.isLast() ? ", its last" : ""));
    }
    if (deadLetter.records() > 1) {
      line("records", deadLetter.records() + ", merged");
    }
  }

  private void raw(SourceRecord raw) {
    line("Kafka time", DeadLetterTables.time(raw.kafkaTime()));
    lateness(raw.lateness());
    for (Header header : raw.headers()) {
      block("header " + header.name(), BytesText.of(header.value()));
    }
    block("key", BytesText.of(raw.key()));
    block("value", BytesText.of(raw.value()));
  }

  private void change(Change change) {
    line("Kafka time", DeadLetterTables.time(change.kafkaTime()));
    line("source time", DeadLetterTables.time(change.changeTime()));
    lateness(change.lateness());
    line("table", change.table());
    line("operation", change.op() + (change.isPartial() ? " (partial: columns are missing)" : ""));
    line("version", change.version().toNumber().toString());
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < change.key().size(); i++) {
      rows.add(
          List.of("key " + change.key().columns().names().get(i), "", value(change.key().get(i))));
    }
    for (int i = 0; i < change.row().size(); i++) {
      rows.add(
          List.of(
              change.row().columns().names().get(i),
              change.lineage().ofColumn(i).toNumber().toString(),
              value(change.row().get(i))));
    }
    text.append('\n').append(TextTable.render(List.of("column", "version", "value"), rows));
  }

  /** Returns a value of a row as text: a text in quotes, bytes in hexadecimal. */
  public static String value(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    }
    return value instanceof String string ? '"' + escaped(string) + '"' : String.valueOf(value);
  }

  private static String escaped(String string) {
    StringBuilder escaped = new StringBuilder();
    string
        .chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.isSurrogate((char) c)) {
                escaped.append(String.format("\\u%04x", c));
              } else {
                escaped.append((char) c);
              }
            });
    return escaped.toString();
  }

  private void lateness(long millis) {
    if (millis > 0) {
      line("late by", DurationText.of(Duration.ofMillis(millis)));
    }
  }

  private void optional(String name, @Nullable String value) {
    if (value != null) {
      line(name, value);
    }
  }

  private void line(String name, String value) {
    text.append(String.format("%-12s  %s%n", name, value));
  }

  private void block(String name, String value) {
    if (value.indexOf('\n') < 0) {
      line(name, value);
    } else {
      text.append(name).append('\n').append(value.indent(2));
    }
  }
}
