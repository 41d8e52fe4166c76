package io.portage.launcher.cutover;

import io.portage.config.SourceConfig;
import io.portage.kafka.StopOffsets;
import io.portage.kafka.TopicAdmin;
import io.portage.launcher.output.Plural;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every record of the job's topics has its outcome. */
final class LagCheck implements CutoverCheck {
  private final SourceConfig source;

  LagCheck(SourceConfig source) {
    this.source = source;
  }

  @Override
  public String id() {
    return "lag";
  }

  @Override
  public String title() {
    return "The lag is 0";
  }

  @Override
  public CheckOutcome run() {
    return judge(unread(source), source.groupId());
  }

  /** Returns the numbers of offsets without an outcome, by partition. */
  static Map<String, Long> unread(SourceConfig source) {
    StopOffsets ends = StopOffsets.resolve(source);
    try (TopicAdmin admin = TopicAdmin.open(source)) {
      return admin.unread(source.groupId(), ends);
    }
  }

  static CheckOutcome judge(Map<String, Long> unread, String group) {
    if (unread.isEmpty()) {
      return CheckOutcome.go("the group " + group + " has committed up to the topics' ends");
    }
    List<CutoverFinding> findings = new ArrayList<>();
    unread.forEach(
        (partition, offsets) ->
            findings.add(
                new CutoverFinding(
                    "lag:" + partition,
                    Plural.of(offsets, "offset", "have") + " no outcome",
                    "wait, or start the job")));
    return CheckOutcome.of(List.of("the group " + group), findings);
  }
}
