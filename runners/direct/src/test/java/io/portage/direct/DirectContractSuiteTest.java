package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.contract.ContractSuite;
import org.junit.jupiter.api.Test;

/** The whole contract suite runs on this runner. */
final class DirectContractSuiteTest {
  @Test
  void everyContractHasItsTestHere() {
    assertThat(ContractSuite.lackingIn("io.portage.direct.Direct")).isEmpty();
  }
}
