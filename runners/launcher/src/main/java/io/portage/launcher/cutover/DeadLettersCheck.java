package io.portage.launcher.cutover;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.launcher.output.Plural;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every dead letter is resolved by a replay, or accepted by its id. */
final class DeadLettersCheck implements CutoverCheck {
  private final PortageConfig config;

  DeadLettersCheck(PortageConfig config) {
    this.config = config;
  }

  @Override
  public String id() {
    return "dead-letters";
  }

  @Override
  public String title() {
    return "Every dead letter is resolved or accepted";
  }

  @Override
  public CheckOutcome run() throws IOException {
    List<CutoverFinding> unreadable = new ArrayList<>();
    List<DeadLetterSummary> all =
        DeadLetterStore.of(config)
            .summaries(
                (place, problem) ->
                    unreadable.add(
                        new CutoverFinding(
                            "dead-letters:" + place,
                            "is not a dead letter: " + problem,
                            "find out what it is")));
    return judge(all, unreadable);
  }

  static CheckOutcome judge(List<DeadLetterSummary> all, List<CutoverFinding> unreadable) {
    List<CutoverFinding> findings = new ArrayList<>();
    all.stream()
        .filter(letter -> letter.resolution() == null)
        .sorted(Comparator.comparing(DeadLetterSummary::id))
        .forEach(
            letter ->
                findings.add(
                    new CutoverFinding(
                        letter.id(),
                        "is unresolved: "
                            + letter.stage().label()
                            + ", "
                            + letter.reason()
                            + (letter.column() == null ? "" : ", column " + letter.column()),
                        "mend its cause, then portage deadletters replay --config=FILE --id="
                            + letter.id()
                            + " --yes, or --accept="
                            + letter.id())));
    String evidence =
        Plural.of(all.size(), "dead letter")
            + ", "
            + (all.size() - findings.size())
            + " of them resolved";
    findings.addAll(unreadable);
    return CheckOutcome.of(List.of(evidence), findings);
  }
}
