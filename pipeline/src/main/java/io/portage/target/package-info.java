/**
 * The interface between the stages and a target database: its tables, guarded writes of batches,
 * error categories and the {@link io.portage.target.Dialect} that implements them.
 *
 * <p>Connections are in {@code connection}, fitters that dialects share in {@code fitting}, the
 * interpretation of untyped source values in {@code source}, the dialects in {@code postgres} and
 * {@code mariadb}. {@link io.portage.target.Dialects} finds the dialects of the class path. Depends
 * on no stage.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target;
