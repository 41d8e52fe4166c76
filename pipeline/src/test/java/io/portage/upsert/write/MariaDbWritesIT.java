package io.portage.upsert.write;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests of guarded writes on a MariaDB. */
@Tag("full")
@ExtendWith(TestDatabase.OnMariaDb.class)
class MariaDbWritesIT {
  @Nested
  class Guards extends GuardIT {}

  @Nested
  class Tombstones extends TombstoneIT {}

  @Nested
  class Expiry extends TombstoneExpiryIT {}

  @Nested
  class Truncates extends TruncateIT {}

  @Nested
  class PartialRows extends PartialRowIT {}

  @Nested
  class HotKeys extends HotKeysIT {}

  @Nested
  class Moves extends MoveIT {}

  @Nested
  class MovedChains extends MovedChainsIT {}

  @Nested
  class MovedParents extends MovedParentsIT {}

  @Nested
  class RejectedKeyMoves extends RejectedKeyMovesIT {}

  @Nested
  class RejectedKeyMoveCounts extends RejectedKeyMoveCountsIT {}

  @Nested
  class Isolation extends IsolationIT {}

  @Nested
  class Outages extends OutageIT {}

  @Nested
  class FaultyWrites extends FaultyWritesIT {}
}
