package io.portage.assess.rules;

import io.portage.assess.Finding;
import io.portage.assess.Rule;
import io.portage.assess.facts.Facts;
import java.util.List;
import java.util.TreeSet;

/** All rules. */
public final class Rules {
  private static final List<Rule> ALL =
      List.of(
          UnreadRules::find,
          SourceServerRules::find,
          BinlogRules::find,
          PublicationRules::find,
          CoverageRules::find,
          SourceTableRules::find,
          SourceKeyRules::find,
          TopicRules::find,
          MessageRules::find,
          TargetTableRules::find,
          TargetKeyRules::find,
          TargetColumnRules::find);

  private Rules() {}

  /** Returns the findings of all rules, sorted and without duplicates. */
  public static List<Finding> apply(Facts facts) {
    TreeSet<Finding> findings = new TreeSet<>();
    ALL.forEach(rule -> rule.find(facts, findings::add));
    return List.copyOf(findings);
  }
}
