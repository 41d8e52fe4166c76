package io.portage.launcher.inspect;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterIndex;
import io.portage.deadletter.DeadLetterIndex.DeadLetterListing;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.launcher.deadletters.LetterDetail;
import io.portage.launcher.deadletters.LetterLine;
import io.portage.launcher.deadletters.LetterTables;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The dead letters of a job as operators see them. */
public final class DeadLetterInspection {
  /** The number of bars of the counts over time. */
  private static final int BARS = 48;

  /** The time in which a request about one row or dead letter reads what was appended. */
  static final Duration SEARCH = Duration.ofSeconds(5);

  private final DeadLetterIndex index;
  private final PortageConfig config;

  DeadLetterInspection(DeadLetterIndex index, PortageConfig config) {
    this.index = index;
    this.config = config;
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
    LetterTables tables = new LetterTables(config);
    List<DeadLetterSummary> chosen = query.filter().of(listing.summaries(), tables);
    List<LetterLine> letters = new ArrayList<>();
    for (int i = chosen.size() - 1 - query.from(); i >= 0 && letters.size() < query.limit(); i--) {
      letters.add(LetterLine.of(chosen.get(i), tables));
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
   * Returns one dead letter, or empty: its entries in the topic are read, at most 20.
   *
   * @param values true if values are shown
   * @throws IOException if it cannot be read
   */
  public Optional<LetterDetail> letter(String id, boolean values) throws IOException {
    Optional<DeadLetterSummary> head = summary(id);
    List<StoredDeadLetter> history = head.isEmpty() ? List.of() : index.history(id);
    if (head.isEmpty() || history.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(LetterDetail.of(head.get(), history, new LetterTables(config), values));
  }

  /** Returns the summary of a dead letter after a refresh. */
  Optional<DeadLetterSummary> summary(String id) throws IOException {
    return index.refreshToEnd(SEARCH).summaries().stream()
        .filter(one -> one.id().equals(id))
        .findFirst();
  }

  /**
   * Returns the present states of dead letters; unknown ids are omitted.
   *
   * @throws IOException if they cannot be read
   */
  public List<StoredDeadLetter> stored(List<String> ids) throws IOException {
    index.refreshToEnd(SEARCH);
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
    return index.refreshToEnd(SEARCH).summaries();
  }
}
