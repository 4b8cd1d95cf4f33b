package io.github.mooring.deploy.tests;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Each request writes a document, reads it back and removes it. */
@WebServlet("/load")
public class LoadServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Resource(name = Factories.REDEPLOYED)
    private transient MongoSessionFactory sessions;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Document document = new Document("_id", new ObjectId());
        try (MongoSession session = sessions.openSession()) {
            MongoCollection<Document> collection = session.getDatabase().getCollection("mooring_it_redeployed");
            collection.insertOne(document);
            response.getWriter().print(document.equals(collection.find(document).first()));
            collection.deleteOne(document);
        }
    }
}
