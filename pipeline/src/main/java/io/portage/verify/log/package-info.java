/**
 * Compares the target with the log: the newest state of each key in the topics, made by the job's
 * own stages, against the target's rows and versions. Needs no access to the source's database.
 */
@org.jspecify.annotations.NullMarked
package io.portage.verify.log;
