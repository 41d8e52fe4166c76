package io.portage.upsert.write;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests with one table of names, which is dropped after each test. */
@ExtendWith(SandboxExtension.class)
abstract class NamesTargetCase {
  Sandbox sandbox;
  TestTarget target;
  UpsertData given;

  @BeforeEach
  void createTable(Sandbox started) {
    sandbox = started;
    target = new TestTarget(sandbox, "name text");
    given = target.given;
  }

  @AfterEach
  void dropTable() {
    target.close();
  }
}
