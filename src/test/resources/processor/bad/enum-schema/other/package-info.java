@dev.tidemark.annotation.Database(app = "bad", schema = "other")
package com.other;
