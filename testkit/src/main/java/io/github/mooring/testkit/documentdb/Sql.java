package io.github.mooring.testkit.documentdb;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.BsonInput;
import io.github.mooring.testkit.bson.BsonOutput;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/** Calls functions of the extension, which take and give BSON as {@code bytea}. */
final class Sql {
    private static final String TEXT_PREFIX = "BSONHEX";

    private Sql() {}

    /** Reads what is wanted of the one row of a result. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a query of one row; parameters are texts, numbers, booleans, bytes, or documents, which become bytes. */
    static <T> T query(Connection connection, String sql, Row<T> reader, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                bind(statement, i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("the extension has answered with no row to: " + sql);
                }
                return reader.read(rows);
            }
        }
    }

    /** Runs a query whose one row begins with a document. */
    static Document document(Connection connection, String sql, Object... parameters) throws SQLException {
        return query(connection, sql, row -> document(row, 1), parameters);
    }

    /** Runs a query whose one row begins with a truth. */
    static boolean truth(Connection connection, String sql, Object... parameters) throws SQLException {
        return query(connection, sql, row -> row.getBoolean(1), parameters);
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A column's document; an empty one where the column is null. */
    static Document document(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? new Document() : new BsonInput(ByteBuffer.wrap(bytes)).readDocument();
    }

    /** Reads a document in the extension's text form, which is all that a procedure gives. */
    static Document fromText(String text) {
        byte[] bytes = HexFormat.of().parseHex(text, TEXT_PREFIX.length(), text.length());
        return new BsonInput(ByteBuffer.wrap(bytes)).readDocument();
    }

    private static void bind(PreparedStatement statement, int at, Object parameter) throws SQLException {
        if (parameter instanceof Document document) {
            statement.setBytes(at, BsonOutput.bytes(document));
        } else if (parameter instanceof byte[] bytes) {
            statement.setBytes(at, bytes);
        } else {
            statement.setObject(at, parameter);
        }
    }
}
