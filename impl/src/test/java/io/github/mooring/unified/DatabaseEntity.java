package io.github.mooring.unified;

import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.MongoSession;

/**
 * A database of a case.
 *
 * @param session  through which it is used, with the database's own settings
 * @param database the database
 */
record DatabaseEntity(MongoSession session, MongoDatabase database) {}
