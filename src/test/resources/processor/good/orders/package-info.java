@Database(app = "orders", schema = "shop")
package com.example.orders;

import dev.tidemark.annotation.Database;
