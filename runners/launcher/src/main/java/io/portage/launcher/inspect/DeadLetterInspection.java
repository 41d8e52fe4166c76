package io.portage.launcher.inspect;

import io.portage.deadletter.DeadLetterIndex;
import io.portage.deadletter.DeadLetterIndex.DeadLetterListing;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.Resolution;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.launcher.deadletters.DeadLetterText;
import io.portage.launcher.deadletters.LetterEdits;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.event.Header;
import io.portage.model.event.SourceRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The dead letters of a job as operators see them. */
public final class DeadLetterInspection {
  /** The number of bars of the counts over time. */
  private static final int BARS = 48;

  private static final int HEADERS = 50;

  private final DeadLetterIndex index;

  DeadLetterInspection(DeadLetterIndex index) {
    this.index = index;
  }

  /**
   * A page of dead letters.
   *
   * @param total all dead letters of the job
   * @param matched the selected ones
   * @param isComplete false if the job has more dead letters than were read
   * @param letters the page, the newest first
   * @param kinds the selected ones by stage and reason
   * @param from the beginning of the first bar
   * @param barMillis the width of a bar
   * @param bars the selected ones by reason and bar of their last failure
   */
  public record LetterPage(
      int total,
      int matched,
      boolean isComplete,
      List<LetterLine> letters,
      List<LetterKind> kinds,
      @Nullable String from,
      long barMillis,
      Map<String, List<Integer>> bars) {}

  /** The number of dead letters of a kind. */
  public record LetterKind(String stage, String reason, int letters) {}

  /**
   * Returns a page. Reads what was appended to the dead letters, and nothing else.
   *
   * @throws IOException if they cannot be read
   */
  public LetterPage page(LetterQuery query) throws IOException {
    DeadLetterListing listing = index.refresh();
    List<DeadLetterSummary> chosen = query.of(listing.summaries());
    List<LetterLine> letters = new ArrayList<>();
    for (int i = chosen.size() - 1 - query.from(); i >= 0 && letters.size() < query.limit(); i--) {
      letters.add(LetterLine.of(chosen.get(i)));
    }
    Map<String, Integer> kinds = new TreeMap<>();
    chosen.forEach(one -> kinds.merge(one.stage().label() + " " + one.reason(), 1, Integer::sum));
    long first = chosen.stream().mapToLong(DeadLetterSummary::failedAt).min().orElse(0);
    long last = chosen.stream().mapToLong(DeadLetterSummary::failedAt).max().orElse(0);
    long width = Math.max(1_000, (last - first) / BARS + 1);
    return new LetterPage(
        listing.summaries().size(),
        chosen.size(),
        listing.isComplete(),
        letters,
        kinds.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(
                kind -> {
                  String[] words = kind.getKey().split(" ", 2);
                  return new LetterKind(words[0], words[1], kind.getValue());
                })
            .toList(),
        chosen.isEmpty() ? null : Instant.ofEpochMilli(first).toString(),
        width,
        bars(chosen, first, width));
  }

  private static Map<String, List<Integer>> bars(
      List<DeadLetterSummary> letters, long first, long width) {
    Map<String, int[]> counts = new TreeMap<>();
    for (DeadLetterSummary letter : letters) {
      int bar = (int) Math.min(BARS - 1L, (letter.failedAt() - first) / width);
      counts.computeIfAbsent(letter.reason().name(), reason -> new int[BARS])[bar]++;
    }
    Map<String, List<Integer>> bars = new TreeMap<>();
    counts.forEach(
        (reason, each) ->
            bars.put(reason, java.util.Arrays.stream(each).boxed().collect(Collectors.toList())));
    return bars;
  }

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
   * @param isEditable true if it holds a record and values are shown
   * @param history its failures, edits and resolutions, the oldest first
   */
  public record Letter(
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
      List<LetterEvent> history) {}

  /** A header of a record. */
  public record LetterHeader(String name, String value) {}

  /** A column of a change, with the version of its value. */
  public record LetterColumn(String name, String version, String value) {}

  /** A failure, an edit or a resolution. */
  public record LetterEvent(String at, String kind, String text) {}

  /**
   * Returns one dead letter, or empty: its entries in the topic are read, at most 20.
   *
   * @param values true if values are shown
   * @throws IOException if it cannot be read
   */
  public Optional<Letter> letter(String id, boolean values) throws IOException {
    Optional<DeadLetterSummary> head = summary(id);
    List<StoredDeadLetter> history = head.isEmpty() ? List.of() : index.history(id);
    if (head.isEmpty() || history.isEmpty()) {
      return Optional.empty();
    }
    StoredDeadLetter stored = history.get(history.size() - 1);
    DeadLetter letter = stored.deadLetter();
    SourceRecord raw = letter.sourceRecord();
    Change change = letter.change();
    return Optional.of(
        new Letter(
            LetterLine.of(head.get()),
            letter.records(),
            letter.cause().errorClass(),
            raw != null
                ? ShownText.first(ShownText.of(raw.key()).text(), 4_096)
                : keyText(letter.changeOrThrow()),
            raw == null || !values ? null : ShownText.of(raw.value()),
            raw == null || !values
                ? null
                : LetterEdits.original(raw)
                    .map(header -> ShownText.of(header.value()))
                    .orElse(null),
            raw == null || !values ? List.of() : headers(raw),
            change == null || !values ? List.of() : columns(change),
            values,
            raw != null && values,
            history.stream().map(DeadLetterInspection::event).toList()));
  }

  /** Returns the summary of a dead letter after a refresh. */
  Optional<DeadLetterSummary> summary(String id) throws IOException {
    return index.refresh().summaries().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /**
   * Returns the present states of dead letters; unknown ids are omitted.
   *
   * @throws IOException if they cannot be read
   */
  public List<StoredDeadLetter> stored(List<String> ids) throws IOException {
    index.refresh();
    List<StoredDeadLetter> found = new ArrayList<>();
    for (String id : ids) {
      index.find(id).ifPresent(found::add);
    }
    return found;
  }

  /**
   * Returns the summaries of all dead letters.
   *
   * @throws IOException if they cannot be read
   */
  public List<DeadLetterSummary> summaries() throws IOException {
    return index.refresh().summaries();
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
        .filter(header -> !header.name().equals(LetterEdits.ORIGINAL))
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

  private static LetterEvent event(StoredDeadLetter entry) {
    DeadLetter letter = entry.deadLetter();
    String at = Instant.ofEpochMilli(entry.time()).toString();
    Resolution resolution = entry.resolution();
    if (resolution != null) {
      return new LetterEvent(
          at, resolution.kind().name().toLowerCase(Locale.ROOT), resolution.message());
    }
    SourceRecord raw = letter.sourceRecord();
    Header last =
        raw == null || raw.headers().isEmpty() ? null : raw.headers().get(raw.headers().size() - 1);
    if (last != null && last.name().equals(LetterEdits.EDIT) && last.value() != null) {
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
