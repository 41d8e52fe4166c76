package io.portage.launcher.assess;

import io.portage.MessageTrial;
import io.portage.assess.facts.TrialFacts;
import java.util.ArrayList;
import java.util.List;

/** Runs a topic's last records through the job's stages, without writing. */
final class TrialFactsReader {
  private TrialFactsReader() {}

  static TrialFacts of(MessageTrial trial, String topic, int samples, int tombstones) {
    MessageTrial.MessageTrialResult result = trial.run(topic, samples);
    List<TrialFacts.Failure> failures = new ArrayList<>();
    result
        .failures()
        .forEach(
            (kind, count) ->
                failures.add(
                    new TrialFacts.Failure(
                        kind.stage().label(),
                        kind.reason().name(),
                        kind.table(),
                        kind.column(),
                        count.records(),
                        count.message())));
    List<TrialFacts.Need> needs = new ArrayList<>();
    result
        .needs()
        .forEach(
            (table, columns) ->
                columns.forEach(
                    need -> needs.add(new TrialFacts.Need(table, need.column(), need.advice()))));
    return new TrialFacts(topic, result.records(), result.written(), failures, needs, tombstones);
  }
}
