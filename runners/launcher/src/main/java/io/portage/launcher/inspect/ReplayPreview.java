package io.portage.launcher.inspect;

import io.portage.RecordTrial;
import io.portage.RecordTrial.RecordTrialResult;
import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterIndex;
import io.portage.launcher.deadletters.ShownText;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.GuardResult;
import io.portage.model.Version;
import io.portage.target.TargetException;
import io.portage.upsert.write.TargetRows;
import io.portage.upsert.write.TargetRows.GuardPreview;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Previews the results of a replay of dead letters. */
public final class ReplayPreview {
  private final PortageConfig config;
  private final DeadLetterIndex index;
  private final Optional<TargetRows> target;
  private final ParkedInspection parked;
  private final Clock clock;

  ReplayPreview(
      PortageConfig config,
      DeadLetterIndex index,
      Optional<TargetRows> target,
      ParkedInspection parked,
      Clock clock) {
    this.config = config;
    this.index = index;
    this.target = target;
    this.parked = parked;
    this.clock = clock;
  }

  /**
   * The result that a replay of one dead letter would have now.
   *
   * @param id its id
   * @param verdict {@code applies}, {@code waits} (for a row that it refers to), {@code duplicate},
   *     {@code stale}, {@code does not fit}, {@code ignored} or {@code unknown}
   * @param text the reason, for display
   * @param version the change's version, or null
   * @param targetVersion the target's version of the key, or null
   */
  public record PreviewLine(
      String id,
      String verdict,
      String text,
      @Nullable String version,
      @Nullable String targetVersion) {}

  /**
   * Returns what a replay would do now: one query to the target for each change and one for each of
   * its foreign keys, up to three for the description of each table, which may have been altered,
   * and those of the references. Each dead letter is regarded alone: several of one key are merged
   * by the replay. The database's other constraints are not evaluated.
   *
   * @throws IOException if the dead letters cannot be read
   */
  public List<PreviewLine> of(List<String> ids) throws IOException {
    List<PreviewLine> lines = new ArrayList<>();
    List<DeadLetter> letters = new ArrayList<>();
    index.refreshToEnd(DeadLetterInspection.SEARCH);
    for (String id : ids) {
      index
          .find(id)
          .ifPresentOrElse(
              stored -> letters.add(stored.deadLetter()),
              () -> lines.add(unknown(id, "no dead letter has this id")));
    }
    lines.addAll(ofLetters(letters));
    return lines;
  }

  /** Returns what a replay of these dead letters would do now, as {@link #of} does. */
  public List<PreviewLine> ofLetters(List<DeadLetter> letters) {
    if (target.isEmpty()) {
      return letters.stream()
          .map(letter -> unknown(letter.id(), "the target is not a database"))
          .toList();
    }
    List<PreviewLine> lines = new ArrayList<>();
    TargetRows rows = target.get();
    rows.forgetTables();
    RecordTrial trial = RecordTrial.of(config, rows.tables(), clock);
    for (DeadLetter letter : letters) {
      try {
        preview(letter.id(), trial.replay(letter), rows, lines);
      } catch (TargetException | IllegalStateException e) {
        lines.add(unknown(letter.id(), String.valueOf(e.getMessage())));
      }
    }
    return lines;
  }

  private static PreviewLine unknown(String id, String text) {
    return new PreviewLine(id, "unknown", text, null, null);
  }

  private void preview(
      String id, RecordTrialResult result, TargetRows rows, List<PreviewLine> lines) {
    result
        .failures()
        .forEach(
            failure ->
                lines.add(
                    new PreviewLine(
                        id,
                        "does not fit",
                        failure.stage().label()
                            + " "
                            + failure.cause().reason()
                            + (failure.cause().column() == null
                                ? ""
                                : ", column " + failure.cause().column())
                            + ": "
                            + ShownText.first(failure.cause().message(), 2_000),
                        null,
                        null)));
    for (Change change : result.changes()) {
      GuardPreview guard = rows.preview(change);
      String missing =
          guard.result() == GuardResult.APPLIED
              ? MissingParent.of(change, parked.referencesOf(change.table()), rows, false)
                  .map(parent -> "; it waits for " + parent.sought())
                  .orElse("")
              : "";
      String verdict =
          switch (guard.result()) {
            case APPLIED -> missing.isEmpty() ? "applies" : "waits";
            case DUPLICATE -> "duplicate";
            case STALE -> "stale";
          };
      lines.add(
          new PreviewLine(
              id,
              verdict,
              text(change, guard) + missing,
              change.version().toNumber().toString(),
              guard.version() == null ? null : guard.version().toNumber().toString()));
    }
    if (result.failures().isEmpty() && result.changes().isEmpty()) {
      lines.add(new PreviewLine(id, "ignored", "it needs no write", null, null));
    }
  }

  private static String text(Change change, GuardPreview guard) {
    Version there = guard.version();
    String operation =
        (change.op() == Change.Op.UPSERT
                ? "an upsert"
                : "a " + change.op().name().toLowerCase(Locale.ROOT))
            + " of "
            + change.table();
    return switch (guard.result()) {
      case APPLIED ->
          operation
              + (there == null
                  ? ": the target has neither a row nor a tombstone of this key"
                  : ": newer than the target's version (" + place(there) + ")");
      case DUPLICATE -> operation + ": the target has this version";
      case STALE ->
          operation
              + ": the target has a newer version"
              + (there == null ? "" : " (" + place(there) + ")");
    };
  }

  /** Returns the partition and the offset that a version contains. */
  static String place(Version version) {
    return "partition " + version.partition() + ", offset " + version.offset();
  }
}
