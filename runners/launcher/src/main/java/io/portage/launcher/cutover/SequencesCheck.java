package io.portage.launcher.cutover;

import io.portage.target.readiness.KeyGenerator;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Sequences, identities and AUTO_INCREMENTs of the target continue after the keys. */
final class SequencesCheck implements CutoverCheck {
  private final TargetTablesOfJob target;
  private final boolean fix;

  SequencesCheck(TargetTablesOfJob target, boolean fix) {
    this.target = target;
    this.fix = fix;
  }

  @Override
  public String id() {
    return "sequences";
  }

  @Override
  public String title() {
    return "Sequences and identity columns continue after the keys";
  }

  @Override
  public CheckOutcome run() throws SQLException {
    return target.ask(
        (readiness, connection) -> {
          List<String> fixed = new ArrayList<>();
          List<KeyGenerator> generators = readiness.keyGenerators(connection, target.names());
          if (fix) {
            for (KeyGenerator generator : generators) {
              if (!generator.isBeyondKeys() && !generator.isExhausted()) {
                readiness.advance(connection, generator);
                fixed.add("set by --fix-sequences: " + generator.fix());
              }
            }
            generators = readiness.keyGenerators(connection, target.names());
          }
          return judge(generators, fixed);
        });
  }

  static CheckOutcome judge(List<KeyGenerator> generators, List<String> fixed) {
    List<String> evidence = new ArrayList<>(fixed);
    List<CutoverFinding> findings = new ArrayList<>();
    List<String> uncomparable = new ArrayList<>();
    for (KeyGenerator generator : generators) {
      evidence.add(
          generator.name()
              + " continues with "
              + generator.next()
              + (generator.outermost() == null
                  ? "; no values in "
                  : "; " + (generator.ascending() ? "at most " : "at least "))
              + (generator.outermost() == null ? "" : generator.outermost() + " in ")
              + String.join(", ", generator.columns()));
      uncomparable.addAll(generator.uncomparable());
      if (generator.isExhausted()) {
        findings.add(
            new CutoverFinding(
                "sequences:" + generator.name(),
                "has no value left beyond " + generator.outermost(),
                "raise its limit, or give the column a wider type"));
      } else if (!generator.isBeyondKeys()) {
        findings.add(
            new CutoverFinding(
                "sequences:" + generator.name(),
                "continues with "
                    + generator.next()
                    + ", which "
                    + String.join(", ", generator.columns())
                    + " already "
                    + (generator.columns().size() == 1 ? "has" : "have")
                    + " or will soon have ("
                    + generator.outermost()
                    + ")",
                "--fix-sequences, or " + generator.fix() + ";"));
      }
    }
    CheckOutcome outcome =
        CheckOutcome.of(
            generators.isEmpty() ? List.of("the tables have none") : evidence, findings);
    return uncomparable.isEmpty()
        ? outcome
        : outcome.butUndecided(
            "values that are no numbers cannot be compared: " + String.join(", ", uncomparable));
  }
}
