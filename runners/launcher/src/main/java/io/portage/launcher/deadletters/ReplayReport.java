package io.portage.launcher.deadletters;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.Resolution;
import io.portage.launcher.output.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of a replay, derived from the summaries of the dead letters before and after it. */
public final class ReplayReport {
  private final List<ReplayedLetter> letters = new ArrayList<>();
  private long unresolved;

  /**
   * The result of one dead letter.
   *
   * @param id its id
   * @param stage the stage that had failed
   * @param reason the reason that it had
   * @param result the result, for display
   */
  public record ReplayedLetter(String id, String stage, String reason, String result) {}

  /**
   * Compares the replayed dead letters {@code before} a replay with all dead letters {@code after}
   * it.
   */
  ReplayReport(List<DeadLetterSummary> before, List<DeadLetterSummary> after) {
    Map<String, DeadLetterSummary> byId = new HashMap<>();
    after.forEach(head -> byId.put(head.id(), head));
    for (DeadLetterSummary head : before) {
      String result = result(head, byId.get(head.id()));
      letters.add(
          new ReplayedLetter(head.id(), head.stage().label(), head.reason().name(), result));
    }
  }

  private String result(DeadLetterSummary before, @Nullable DeadLetterSummary after) {
    if (after == null || after.equals(before)) {
      unresolved++;
      return "no outcome: the replay ended before it";
    }
    Resolution resolution = after.resolution();
    if (resolution == null) {
      return "dead again: "
          + after.stage().label()
          + " "
          + after.reason()
          + ", attempt "
          + after.attempts()
          + ": "
          + after.message().lines().findFirst().orElse("");
    }
    return switch (resolution.kind()) {
      case STALE -> resolution.message();
      case SUPERSEDED -> "superseded " + resolution.message();
      default -> DeadLetterTables.name(resolution);
    };
  }

  /** Returns the number of dead letters without an outcome, which is an error. */
  public long unresolved() {
    return unresolved;
  }

  /** Returns the results, in the order of the replayed dead letters. */
  public List<ReplayedLetter> letters() {
    return List.copyOf(letters);
  }

  /** Returns one line per dead letter. */
  String render() {
    return TextTable.render(
        List.of("id", "was", "for", "is"),
        letters.stream()
            .map(one -> List.of(one.id(), one.stage(), one.reason(), one.result()))
            .toList());
  }
}
