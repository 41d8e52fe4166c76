package io.portage.launcher.contract;

import java.util.List;
import java.util.function.Predicate;

/**
 * What holds on every runner: a module of a runner has a test class for each of these contracts, so
 * that it runs the suite whole.
 */
public final class ContractSuite {
  private static final List<Class<? extends OnARunner>> ALL =
      List.of(
          ScenarioContract.class,
          BoundedRunContract.class,
          RandomHistoryContract.class,
          SeveralTablesContract.class,
          WaitingRowsContract.class,
          RefreshContract.class,
          ReplayContract.class,
          StopContract.class,
          RestartSafetyContract.class,
          ChaosContract.class);

  private ContractSuite() {}

  /**
   * The contracts that a module has no test class for. A test of {@code ScenarioContract} is named
   * {@code <prefix>ScenarioIT}, so that the build finds it as well.
   *
   * @param prefix the module's package and what its classes are named after, e.g. {@code
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
