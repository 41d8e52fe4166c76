package io.portage.sandbox.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.ServerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class SandboxExtensionIT {
  private final Sandbox injected;

  SandboxExtensionIT(Sandbox injected) {
    this.injected = injected;
  }

  @Test
  void allTestsShareOneSandbox(Sandbox sandbox) {
    assertThat(sandbox).isSameAs(injected);
    assertThat(sandbox.kafka().state()).isEqualTo(ServerState.RUNNING);
  }
}
