/**
 * The contract suite: tests of the whole pipeline that every runner must pass, against a real Kafka
 * and a real PostgreSQL. A runner module extends these classes and provides its engine.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.contract;
