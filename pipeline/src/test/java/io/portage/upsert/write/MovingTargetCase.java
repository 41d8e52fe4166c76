package io.portage.upsert.write;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests with one table of {@link MovingTarget#ofNames}, which is dropped after each test. */
@ExtendWith(SandboxExtension.class)
abstract class MovingTargetCase {
  MovingTarget moving;
  TestTarget target;
  UpsertData given;

  @BeforeEach
  void createTable(Sandbox sandbox) {
    moving = MovingTarget.ofNames(sandbox);
    target = moving.target;
    given = moving.given;
  }

  @AfterEach
  void dropTable() {
    moving.close();
  }
}
