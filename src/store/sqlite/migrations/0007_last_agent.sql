-- Summaries say who held a conversation last (`last_agent`): told from the log, once, for those written before.

UPDATE conversation SET summary = json_set(summary, '$.last_agent', held.agent)
FROM (
    -- Of each conversation the latest of both kinds: SQLite takes the other columns from the row of the maximum.
    SELECT conversation AS id, max(seq), json_extract(body, '$.event.agent') AS agent,
           json_extract(body, '$.event.kind') AS kind
    FROM event
    WHERE json_extract(body, '$.event.kind') = 'accepted'
       OR (json_extract(body, '$.event.kind') = 'queued' AND json_extract(body, '$.event.cause') = 'released')
    GROUP BY conversation
) AS held
WHERE held.id = conversation.id AND held.kind = 'accepted';
