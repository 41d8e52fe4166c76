package io.portage.launcher.deadletters;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.EditedRecords;
import io.portage.deadletter.Resolution;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.event.Header;
import io.portage.model.event.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter.
 *
 * @param line its summary
 * @param records the number of records that were merged into it
 * @param errorClass the class of the exception, or null
 * @param key the record's key, or the change's
 * @param value the record's value; null if it is hidden, or if there is no record
 * @param original the value before it was edited; null if it is hidden, or was not edited
 * @param headers the record's headers; empty if values are hidden
 * @param columns the change's columns; empty if values are hidden, or if there is a record
 * @param valuesShown false if values are hidden
 * @param isEditable true if it holds a record whose value is text that is shown whole
 * @param history its failures, edits and resolutions, the oldest first
 */
public record LetterDetail(
    LetterLine line,
    int records,
    @Nullable String errorClass,
    String key,
    @Nullable ShownText value,
    @Nullable ShownText original,
    List<LetterHeader> headers,
    List<LetterColumn> columns,
    boolean valuesShown,
    boolean isEditable,
    List<LetterEvent> history) {
  private static final int HEADERS = 50;

  /** A header of a record. */
  public record LetterHeader(String name, String value) {}

  /** A column of a change, with the version of its value. */
  public record LetterColumn(String name, String version, String value) {}

  /** A failure, an edit or a resolution. */
  public record LetterEvent(String at, String kind, String text) {}

  /**
   * Returns one dead letter.
   *
   * @param history its entries, the oldest first; at least one
   * @param values true if values are shown
   */
  public static LetterDetail of(
      DeadLetterSummary head, List<StoredDeadLetter> history, LetterTables tables, boolean values) {
    StoredDeadLetter stored = history.get(history.size() - 1);
    DeadLetter letter = stored.deadLetter();
    SourceRecord raw = letter.sourceRecord();
    Change change = letter.change();
    return new LetterDetail(
        LetterLine.of(head, tables),
        letter.records(),
        letter.cause().errorClass(),
        raw != null
            ? ShownText.first(ShownText.of(raw.key()).text(), 4_096)
            : keyText(letter.changeOrThrow()),
        raw == null || !values ? null : ShownText.of(raw.value()),
        raw == null || !values
            ? null
            : EditedRecords.original(raw).map(header -> ShownText.of(header.value())).orElse(null),
        raw == null || !values ? List.of() : headers(raw),
        change == null || !values ? List.of() : columns(change),
        values,
        raw != null && values && isEditable(raw.value()),
        events(history));
  }

  private static boolean isEditable(byte @Nullable [] value) {
    return value != null && value.length <= ShownText.MOST && BytesText.isText(value);
  }

  private static String keyText(Change change) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < change.key().size(); i++) {
      parts.add(
          change.key().columns().names().get(i)
              + " = "
              + DeadLetterText.value(change.key().get(i)));
    }
    return ShownText.first(String.join(", ", parts), 4_096);
  }

  private static List<LetterHeader> headers(SourceRecord raw) {
    return raw.headers().stream()
        .filter(header -> !header.name().equals(EditedRecords.ORIGINAL))
        .limit(HEADERS)
        .map(
            header ->
                new LetterHeader(
                    ShownText.first(header.name(), 200),
                    ShownText.first(ShownText.of(header.value()).text(), 4_096)))
        .toList();
  }

  private static List<LetterColumn> columns(Change change) {
    List<LetterColumn> columns = new ArrayList<>();
    for (int i = 0; i < change.row().size() && i < 1_000; i++) {
      columns.add(
          new LetterColumn(
              change.row().columns().names().get(i),
              change.lineage().ofColumn(i).toNumber().toString(),
              ShownText.first(DeadLetterText.value(change.row().get(i)), 4_096)));
    }
    return columns;
  }

  /**
   * Returns what happened, the oldest first. An entry with one more edit than before is an edit.
   */
  static List<LetterEvent> events(List<StoredDeadLetter> history) {
    List<LetterEvent> events = new ArrayList<>();
    long edits = 0;
    for (StoredDeadLetter entry : history) {
      long now = entry.resolution() == null ? EditedRecords.edits(entry.deadLetter()) : edits;
      events.add(event(entry, now > edits));
      edits = now;
    }
    return events;
  }

  /** Returns what a resolution means, and its message: who, why, or more of the result. */
  private static String text(Resolution resolution) {
    String result =
        switch (resolution.kind()) {
          case APPLIED -> "a replay wrote the change";
          case DUPLICATE -> "a replay found the change's version in the target";
          case STALE -> "a replay found a greater version in the target";
          case SUPERSEDED -> "a replay merged it into a newer change of its key";
          case IGNORED -> "a replay found that it needs no write";
          case ACCEPTED -> "";
        };
    return Stream.of(result, resolution.message())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static LetterEvent event(StoredDeadLetter entry, boolean isEdit) {
    DeadLetter letter = entry.deadLetter();
    String at = Instant.ofEpochMilli(entry.time()).toString();
    Resolution resolution = entry.resolution();
    if (resolution != null) {
      return new LetterEvent(
          at, resolution.kind().name().toLowerCase(Locale.ROOT), text(resolution));
    }
    SourceRecord raw = letter.sourceRecord();
    Header last =
        raw == null || raw.headers().isEmpty() ? null : raw.headers().get(raw.headers().size() - 1);
    if (isEdit && last != null && last.value() != null) {
      return new LetterEvent(at, "edited", new String(last.value(), StandardCharsets.UTF_8));
    }
    return new LetterEvent(
        at,
        "failed",
        "attempt "
            + letter.attempts()
            + ": "
            + letter.stage().label()
            + " "
            + letter.cause().reason()
            + ": "
            + ShownText.first(letter.cause().message(), 2_000));
  }
}
