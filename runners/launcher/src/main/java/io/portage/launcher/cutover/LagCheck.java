package io.portage.launcher.cutover;

import io.portage.config.SourceConfig;
import io.portage.kafka.StopOffsets;
import io.portage.kafka.TopicAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every record of the job's topics has its outcome. A row that is parked holds back its partition's
 * committed offset, so that nothing is parked if nothing is missing.
 */
final class LagCheck implements CutoverCheck {
  private final SourceConfig source;
  private final boolean parked;

  private LagCheck(SourceConfig source, boolean parked) {
    this.source = source;
    this.parked = parked;
  }

  static LagCheck ofRecords(SourceConfig source) {
    return new LagCheck(source, false);
  }

  static LagCheck ofParkedRows(SourceConfig source) {
    return new LagCheck(source, true);
  }

  @Override
  public String id() {
    return parked ? "parked-rows" : "lag";
  }

  @Override
  public String title() {
    return parked ? "No row is parked" : "The lag is 0";
  }

  @Override
  public CheckOutcome run() {
    StopOffsets ends = StopOffsets.resolve(source);
    try (TopicAdmin admin = TopicAdmin.open(source)) {
      return judge(admin.unread(source.groupId(), ends), source.groupId());
    }
  }

  CheckOutcome judge(Map<String, Long> unread, String group) {
    if (unread.isEmpty()) {
      return CheckOutcome.go(
          parked
              ? "the group's offsets are at the topics' ends, and a parked row would hold them back"
              : "the group " + group + " has committed up to the topics' ends");
    }
    List<CutoverFinding> findings = new ArrayList<>();
    unread.forEach(
        (partition, offsets) ->
            findings.add(
                parked
                    ? new CutoverFinding(
                        "parked-rows:" + partition,
                        "rows of its last " + offsets + " offsets may be parked",
                        "see the metric Upsert.parkedRows; a parked row is written with the row"
                            + " that it needs, or becomes a dead letter after"
                            + " target.waiting.atMost")
                    : new CutoverFinding(
                        "lag:" + partition,
                        offsets + " offsets have no outcome",
                        "wait, or start the job")));
    return CheckOutcome.of(List.of("the group " + group), findings);
  }
}
