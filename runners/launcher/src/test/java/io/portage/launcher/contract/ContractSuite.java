package io.portage.launcher.contract;

import io.portage.launcher.contract.sources.SourcesContract;
import java.util.List;
import java.util.function.Predicate;

/** The behaviour of every runner: a runner module has one test class per contract. */
public final class ContractSuite {
  private static final List<Class<? extends OnARunner>> ALL =
      List.of(
          ScenarioContract.class,
          BoundedRunContract.class,
          RandomHistoryContract.class,
          SeveralTablesContract.class,
          ParkedRowsContract.class,
          RefreshContract.class,
          ReplayContract.class,
          StopContract.class,
          FiguresContract.class,
          RestartSafetyContract.class,
          ChaosContract.class,
          SourcesContract.class);

  private ContractSuite() {}

  /**
   * Returns the contracts for which a module has no test class. A test of {@code ScenarioContract}
   * must be named {@code <prefix>ScenarioIT}, so that the build runs it.
   *
   * @param prefix the module's package and the common prefix of its test classes, e.g. {@code
   *     io.portage.direct.Direct}
   */
  public static List<String> lackingIn(String prefix) {
    return ALL.stream()
        .map(Class::getSimpleName)
        .map(contract -> contract.replaceFirst("Contract$", ""))
        .filter(Predicate.not(part -> isThere(prefix + part + "IT", part)))
        .toList();
  }

  private static boolean isThere(String name, String part) {
    try {
      Class<?> test = Class.forName(name);
      return test.getSuperclass().getSimpleName().equals(part + "Contract");
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
